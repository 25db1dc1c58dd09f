package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.function.Consumer;

/**
 * A number that a kernel computes: code that leaves it on the operand stack. A value that is used
 * twice is computed twice, unless {@link KernelCode#let} gave it a local variable.
 *
 * <p>There is no unsigned shift, on purpose: TornadoVM 5.2.0 compiles {@code >>>} to a signed shift
 * on every driver.
 *
 * @param kind int, long, float or double
 * @param push emits the code
 */
record Value(TypeKind kind, Consumer<CodeBuilder> push) {

    /** An int. */
    static Value of(int constant) {
        return new Value(TypeKind.INT, cb -> cb.loadConstant(constant));
    }

    /** A long. */
    static Value of(long constant) {
        return new Value(TypeKind.LONG, cb -> cb.loadConstant(constant));
    }

    /**
     * A number of a kind, rounded to it. A number that is not finite is computed where it is
     * needed, from the item's number in its group, of which the compiler knows nothing. Otherwise
     * TornadoVM 5.2.0 would write a NaN that its compiler knows as a name that C does not have, and
     * an infinite double as an infinite float, which then fits no function.
     */
    static Value of(TypeKind kind, double constant) {
        if (!Double.isFinite(constant)) {
            return notFinite(kind, constant);
        }
        return switch (kind) {
            case INT -> of((int) constant);
            case FLOAT -> new Value(kind, cb -> cb.loadConstant((float) constant));
            case DOUBLE -> new Value(kind, cb -> cb.loadConstant(constant));
            default -> throw new IllegalArgumentException("no constants of kind " + kind);
        };
    }

    private static Value notFinite(TypeKind kind, double constant) {
        Value id = KernelCode.localId().as(kind);
        Value zero = id.minus(id);
        Value over = Double.isNaN(constant) ? zero : of(kind, Math.copySign(1, constant));
        return over.dividedBy(zero);
    }

    Value plus(Value other) {
        return binary(
                other, CodeBuilder::iadd, CodeBuilder::ladd, CodeBuilder::fadd, CodeBuilder::dadd);
    }

    Value plus(int constant) {
        return constant == 0 ? this : plus(of(kind, constant));
    }

    Value minus(Value other) {
        return binary(
                other, CodeBuilder::isub, CodeBuilder::lsub, CodeBuilder::fsub, CodeBuilder::dsub);
    }

    Value times(Value other) {
        return binary(
                other, CodeBuilder::imul, CodeBuilder::lmul, CodeBuilder::fmul, CodeBuilder::dmul);
    }

    Value times(double constant) {
        return constant == 1 ? this : times(of(kind, constant));
    }

    /** The quotient. For integers, the caller knows that the divisor is neither 0 nor −1. */
    Value dividedBy(Value other) {
        return binary(
                other, CodeBuilder::idiv, CodeBuilder::ldiv, CodeBuilder::fdiv, CodeBuilder::ddiv);
    }

    /** The quotient of an int and a positive constant. */
    Value dividedBy(int divisor) {
        return divisor == 1 ? this : dividedBy(of(divisor));
    }

    /** The remainder of an int and a positive constant. */
    Value modulo(int divisor) {
        return divisor == 1
                ? of(0)
                : new Value(
                        TypeKind.INT,
                        cb -> {
                            push.accept(cb);
                            cb.loadConstant(divisor).irem();
                        });
    }

    Value and(Value other) {
        return binary(other, CodeBuilder::iand, CodeBuilder::land, null, null);
    }

    Value or(Value other) {
        return binary(other, CodeBuilder::ior, CodeBuilder::lor, null, null);
    }

    Value xor(Value other) {
        return binary(other, CodeBuilder::ixor, CodeBuilder::lxor, null, null);
    }

    /** The signed shift to the right by a constant number of bits. */
    Value shiftedRight(int bits) {
        return new Value(
                kind,
                cb -> {
                    push.accept(cb);
                    cb.loadConstant(bits);
                    if (kind == TypeKind.LONG) {
                        cb.lshr();
                    } else {
                        cb.ishr();
                    }
                });
    }

    /** 2 to the power of this int, which is from 0 to 30. */
    Value powerOfTwo() {
        return new Value(
                TypeKind.INT,
                cb -> {
                    cb.loadConstant(1);
                    push.accept(cb);
                    cb.ishl();
                });
    }

    Value negated() {
        return new Value(
                kind,
                cb -> {
                    push.accept(cb);
                    switch (kind) {
                        case INT -> cb.ineg();
                        case LONG -> cb.lneg();
                        case FLOAT -> cb.fneg();
                        default -> cb.dneg();
                    }
                });
    }

    /** Java's cast. To an int, only for a number that fits, because devices differ for others. */
    Value as(TypeKind other) {
        return other == kind
                ? this
                : new Value(
                        other,
                        cb -> {
                            push.accept(cb);
                            cb.conversion(kind, other);
                        });
    }

    private Value binary(
            Value other,
            Consumer<CodeBuilder> ofInt,
            Consumer<CodeBuilder> ofLong,
            Consumer<CodeBuilder> ofFloat,
            Consumer<CodeBuilder> ofDouble) {
        if (other.kind != kind) {
            throw new IllegalArgumentException("an operation of " + kind + " and " + other.kind);
        }
        return new Value(
                kind,
                cb -> {
                    push.accept(cb);
                    other.push.accept(cb);
                    switch (kind) {
                        case INT -> ofInt.accept(cb);
                        case LONG -> ofLong.accept(cb);
                        case FLOAT -> ofFloat.accept(cb);
                        default -> ofDouble.accept(cb);
                    }
                });
    }
}
