package dev.rondo.backend.simd.code;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A function of one number as data: the vector operations that compute it. It is written as Java
 * code on values that stand for vectors ({@link Num}, {@link Int}, {@link Mask}). Each method call
 * on them records an operation. {@link VectorWriter} makes code from the operations. Value 0 is the
 * argument, value i is the result of the i-th operation, and the last operation makes the result.
 *
 * @param operations in an order in which each reads only values before it
 */
record Formula(List<VectorOp> operations) {
    /** The type of a value's lanes. */
    enum Kind {
        /** Floats. */
        NUMBER,
        /** Integers as wide as the floats, to work on their bits. */
        BITS,
        /** Truth values. */
        TRUTH
    }

    /** How a value is made. Operands are numbers of values. */
    sealed interface VectorOp {
        /** The type of the value's lanes. */
        Kind kind();

        /** The operands, in the order that the Vector API wants. */
        List<Integer> operands();

        /** A call of a method on the first operand's vector, with the others as arguments. */
        record Call(String method, Kind kind, List<Integer> operands) implements VectorOp {}

        /** The same float in every lane. */
        record ConstantNumber(double number) implements VectorOp {
            @Override
            public Kind kind() {
                return Kind.NUMBER;
            }

            @Override
            public List<Integer> operands() {
                return List.of();
            }
        }

        /** The same integer in every lane. */
        record ConstantBits(long bits) implements VectorOp {
            @Override
            public Kind kind() {
                return Kind.BITS;
            }

            @Override
            public List<Integer> operands() {
                return List.of();
            }
        }

        /** A comparison of lanes, with its name in the Vector API. */
        record Compare(String how, int a, int b) implements VectorOp {
            @Override
            public Kind kind() {
                return Kind.TRUTH;
            }

            @Override
            public List<Integer> operands() {
                return List.of(a, b);
            }
        }

        /** A shift of bits, with its name in the Vector API. */
        record Shift(String how, int x, int by) implements VectorOp {
            @Override
            public Kind kind() {
                return Kind.BITS;
            }

            @Override
            public List<Integer> operands() {
                return List.of(x);
            }
        }

        /** The same bits, taken as lanes of this kind. */
        record Reinterpret(Kind kind, int x) implements VectorOp {
            @Override
            public List<Integer> operands() {
                return List.of(x);
            }
        }
    }

    /** Copies the list. */
    Formula {
        operations = List.copyOf(operations);
    }

    /** Records what a function does to a value that stands for its argument. */
    static Formula of(UnaryOperator<Num> function) {
        List<VectorOp> operations = new ArrayList<>();
        Num result = function.apply(new Num(operations, 0));
        if (result.id != operations.size()) {
            throw new IllegalArgumentException("the result of a formula is not its last operation");
        }
        return new Formula(operations);
    }

    /** The type of a value's lanes. */
    Kind kind(int value) {
        return value == 0 ? Kind.NUMBER : operations.get(value - 1).kind();
    }

    /** A value of the formula that is being written. */
    abstract static sealed class Value {
        final List<VectorOp> operations;
        final int id;

        private Value(List<VectorOp> operations, int id) {
            this.operations = operations;
            this.id = id;
        }

        final int note(VectorOp operation) {
            operations.add(operation);
            return operations.size();
        }

        /** The number of a constant. Equal constants have one number. */
        final int constant(Predicate<VectorOp> same, VectorOp constant) {
            for (int s = 0; s < operations.size(); s++) {
                if (same.test(operations.get(s))) {
                    return s + 1;
                }
            }
            return note(constant);
        }

        final Num call(String method, Value... others) {
            return new Num(operations, note(call(Kind.NUMBER, method, others)));
        }

        final Int callBits(String method, Value... others) {
            return new Int(operations, note(call(Kind.BITS, method, others)));
        }

        private VectorOp call(Kind kind, String method, Value... others) {
            List<Integer> operands = new ArrayList<>(List.of(id));
            for (Value v : others) {
                operands.add(v.id);
            }
            return new VectorOp.Call(method, kind, List.copyOf(operands));
        }
    }

    /** A vector of floats. */
    static final class Num extends Value {
        private Num(List<VectorOp> operations, int id) {
            super(operations, id);
        }

        /** A constant of the same formula. */
        Num constant(double number) {
            return new Num(
                    operations,
                    constant(
                            s ->
                                    s instanceof VectorOp.ConstantNumber(double n)
                                            && Double.compare(n, number) == 0,
                            new VectorOp.ConstantNumber(number)));
        }

        Num abs() {
            return call("abs");
        }

        Num neg() {
            return call("neg");
        }

        Num add(Num other) {
            return call("add", other);
        }

        Num add(double other) {
            return add(constant(other));
        }

        Num sub(Num other) {
            return call("sub", other);
        }

        Num sub(double other) {
            return sub(constant(other));
        }

        Num mul(Num other) {
            return call("mul", other);
        }

        Num mul(double other) {
            return mul(constant(other));
        }

        Num div(Num other) {
            return call("div", other);
        }

        /** This · factor + summand, rounded once. */
        Num fma(Num factor, Num summand) {
            return call("fma", factor, summand);
        }

        Num fma(double factor, Num summand) {
            return fma(constant(factor), summand);
        }

        Num fma(Num factor, double summand) {
            return fma(factor, constant(summand));
        }

        Num fma(double factor, double summand) {
            return fma(constant(factor), constant(summand));
        }

        /** The other value where the mask is set, this value elsewhere. */
        Num blend(Num other, Mask where) {
            return call("blend", other, where);
        }

        Num blend(double other, Mask where) {
            return blend(constant(other), where);
        }

        Mask isBelow(double bound) {
            return compare("LT", bound);
        }

        Mask isAbove(double bound) {
            return compare("GT", bound);
        }

        Mask isAtLeast(double bound) {
            return compare("GE", bound);
        }

        Mask isEqualTo(double number) {
            return compare("EQ", number);
        }

        private Mask compare(String how, double number) {
            int other = constant(number).id;
            return new Mask(operations, note(new VectorOp.Compare(how, id, other)));
        }

        Int bits() {
            return new Int(operations, note(new VectorOp.Reinterpret(Kind.BITS, id)));
        }
    }

    /** A vector of integers: the bits of floats. */
    static final class Int extends Value {
        private Int(List<VectorOp> operations, int id) {
            super(operations, id);
        }

        private Int constant(long bits) {
            return new Int(
                    operations,
                    constant(
                            s -> s instanceof VectorOp.ConstantBits(long b) && b == bits,
                            new VectorOp.ConstantBits(bits)));
        }

        Int add(long other) {
            return callBits("add", constant(other));
        }

        Int sub(long other) {
            return callBits("sub", constant(other));
        }

        Int sub(Int other) {
            return callBits("sub", other);
        }

        Int and(long other) {
            return callBits("and", constant(other));
        }

        Int or(long other) {
            return callBits("or", constant(other));
        }

        Int or(Int other) {
            return callBits("or", other);
        }

        Int shiftLeft(int by) {
            return new Int(operations, note(new VectorOp.Shift("LSHL", id, by)));
        }

        /** Shifts to the right; the sign stays. */
        Int shiftRight(int by) {
            return new Int(operations, note(new VectorOp.Shift("ASHR", id, by)));
        }

        Num number() {
            return new Num(operations, note(new VectorOp.Reinterpret(Kind.NUMBER, id)));
        }
    }

    /** Truth values, one for each lane. */
    static final class Mask extends Value {
        private Mask(List<VectorOp> operations, int id) {
            super(operations, id);
        }
    }
}
