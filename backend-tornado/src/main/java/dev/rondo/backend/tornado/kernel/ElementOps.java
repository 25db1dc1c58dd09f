package dev.rondo.backend.tornado.kernel;

import static dev.rondo.backend.tornado.kernel.Condition.equal;
import static dev.rondo.backend.tornado.kernel.Condition.isNaN;
import static dev.rondo.backend.tornado.kernel.Condition.less;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

import java.lang.classfile.TypeKind;

/**
 * The operations on one element, as {@link dev.rondo.kernels.Kernels} defines them. They use only
 * what every device compiles correctly: NaN is recognized by comparing a number with itself,
 * integers are never divided by 0 or −1, and floats outside the range of integers are never cast to
 * one.
 */
final class ElementOps {
    private final KernelCode code;
    private final ElementMath math;

    ElementOps(KernelCode code) {
        this.code = code;
        this.math = new ElementMath(code);
    }

    /** The type in which values of a type are computed. Truth values are the integers 0 and 1. */
    static TypeKind kind(DType dtype) {
        return switch (dtype) {
            case F32 -> TypeKind.FLOAT;
            case F64 -> TypeKind.DOUBLE;
            case I32, BOOL -> TypeKind.INT;
        };
    }

    /** op(x). It costs nothing to use x several times. */
    Value unary(UnaryOp op, Value x) {
        Value zero = Value.of(x.kind(), 0);
        Value one = Value.of(x.kind(), 1);
        return switch (op) {
            case NEG -> x.negated();
            case ABS ->
                    x.kind() == TypeKind.INT
                            ? less(x, zero).choose(x.negated(), x)
                            : KernelCode.math("abs", x);
            case SIGN -> {
                Value negative = less(x, zero).choose(one.negated(), x);
                yield less(zero, x).choose(one, code.let("negative", negative));
            }
            case EXP -> math.exp(x);
            case LOG -> math.log(x);
            case SQRT -> KernelCode.math("sqrt", x);
            case SIN -> KernelCode.math("sin", x);
            case COS -> KernelCode.math("cos", x);
            case TANH -> math.tanh(x);
            case ERF -> math.erf(x);
            case SIGMOID -> math.sigmoid(x);
            case NOT -> Value.of(1).minus(x);
        };
    }

    /** op(a, b). It costs nothing to use a and b several times. */
    Value binary(BinaryOp op, Value a, Value b) {
        boolean ints = a.kind() == TypeKind.INT;
        return switch (op) {
            case ADD -> a.plus(b);
            case SUB -> a.minus(b);
            case MUL -> a.times(b);
            case DIV -> ints ? quotient(a, b) : a.dividedBy(b);
            case MIN -> ints ? less(b, a).choose(b, a) : extreme(less(b, a), a, b);
            case MAX -> ints ? less(a, b).choose(b, a) : extreme(less(a, b), a, b);
            case AND -> a.and(b);
            case OR -> a.or(b);
        };
    }

    /**
     * b if it is beyond a, otherwise a. NaN when either is NaN, because a NaN is beyond nothing.
     */
    private Value extreme(Condition beyond, Value a, Value b) {
        Value chosen = code.let("chosen", beyond.choose(b, a));
        return isNaN(b).choose(b, chosen);
    }

    /**
     * a / d, computed by a division of numbers that are not negative. TornadoVM's compiler turns a
     * division by a power of two into shifts, and writes the unsigned shift among them as a signed
     * one, so that −3 / 2 becomes −2. The divisor must not be the least integer, which has no
     * magnitude.
     */
    private Value truncated(Value a, Value d) {
        Value zero = Value.of(0);
        Value one = Value.of(1);
        Condition least = equal(a, Value.of(Integer.MIN_VALUE)); // nor has this
        Value size = code.let("size", less(d, zero).choose(d.negated(), d));
        Value n = code.let("numerator", least.choose(a.plus(size), a));
        Value m = code.let("magnitude", less(n, zero).choose(n.negated(), n));
        Value q = code.let("quotient", m.dividedBy(d));
        q = code.let("quotient", less(n, zero).choose(q.negated(), q));
        Value back = code.let("back", less(d, zero).choose(one, one.negated()));
        return least.choose(q.plus(back), q);
    }

    /**
     * Cases that overflow or cannot be divided are decided before the division, because C does not
     * define their result.
     */
    private Value quotient(Value a, Value b) {
        Value zero = Value.of(0);
        Value one = Value.of(1);
        Value minusOne = Value.of(-1);
        Value least = Value.of(Integer.MIN_VALUE);
        Value divisor = code.let("divisor", equal(b, zero).choose(one, b));
        divisor = code.let("divisor", equal(divisor, minusOne).choose(one, divisor));
        divisor = code.let("divisor", equal(divisor, least).choose(one, divisor));
        Value q = code.let("quotient", truncated(a, divisor));
        Value opposite = code.let("opposite", equal(a, least).choose(a, a.negated()));
        q = code.let("quotient", equal(b, minusOne).choose(opposite, q));
        q = code.let("quotient", equal(b, least).choose(equal(a, least).asInt(), q));
        return equal(b, zero).choose(zero, q);
    }

    /** Whether op(a, b), as 0 or 1. */
    Value compare(CompareOp op, Value a, Value b) {
        return switch (op) {
            case EQ -> equal(a, b).asInt();
            case NE -> equal(a, b).negatedAsInt();
            case LT -> less(a, b).asInt();
            case LE -> less(a, b).asInt().or(equal(a, b).asInt());
            case GT -> less(b, a).asInt();
            case GE -> less(b, a).asInt().or(equal(a, b).asInt());
        };
    }

    /** condition ? a : b. Both a and b have been computed already. */
    Value select(Value condition, Value a, Value b) {
        return Condition.of(condition).choose(a, b);
    }

    /** The value as Java's cast gives it. For type BOOL, whether it is not 0. */
    Value cast(Value x, DType to) {
        TypeKind kind = kind(to);
        if (to == DType.BOOL) {
            return equal(x, Value.of(x.kind(), 0)).negatedAsInt();
        }
        if (kind != TypeKind.INT || x.kind() == TypeKind.INT) {
            return x.as(kind);
        }
        // For NaN, and for values outside the range of integers, devices differ.
        Value zero = Value.of(x.kind(), 0);
        Value end = Value.of(x.kind(), 0x1p31);
        Value inside = code.let("inside", less(x, end).choose(x, zero));
        inside = code.let("inside", less(end.negated(), x).choose(inside, zero));
        Value i = code.let("integer", inside.as(TypeKind.INT));
        Value least = Value.of(Integer.MIN_VALUE);
        Value most = Value.of(Integer.MAX_VALUE);
        i = code.let("integer", less(end.negated(), x).choose(i, least));
        i = code.let("integer", less(x, end).choose(i, most));
        return isNaN(x).choose(Value.of(0), i);
    }

    /** Whether a float is neither infinite nor NaN, as 0 or 1. */
    Value isFinite(Value x) {
        Value largest = Value.of(x.kind(), ElementMath.largest(x.kind()));
        Value above = less(largest, x).asInt();
        Value below = less(x, largest.negated()).asInt();
        return Value.of(1).minus(above.or(below).or(isNaN(x).asInt()));
    }
}
