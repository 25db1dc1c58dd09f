package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

/**
 * The methods of a {@link Tensor} that compute element by element. Two operands of different shapes
 * are stretched to their common one.
 */
abstract sealed class Elementwise permits Tensor {
    // ---- arithmetic

    /** this + other; integers wrap around. */
    public Tensor plus(Operand other) {
        return binary(BinaryOp.ADD, other);
    }

    /** this + value. */
    public Tensor plus(double value) {
        return binary(BinaryOp.ADD, constant(value));
    }

    /** this − other; integers wrap around. */
    public Tensor minus(Operand other) {
        return binary(BinaryOp.SUB, other);
    }

    /** this − value. */
    public Tensor minus(double value) {
        return binary(BinaryOp.SUB, constant(value));
    }

    /** value − this. */
    public Tensor subtractedFrom(double value) {
        return constant(value).minus(self());
    }

    /** this ∘ other, elementwise; integers wrap around. */
    public Tensor times(Operand other) {
        return binary(BinaryOp.MUL, other);
    }

    /** this · value. */
    public Tensor times(double value) {
        return binary(BinaryOp.MUL, constant(value));
    }

    /** this / other, elementwise. Integers round towards zero; division by zero gives 0. */
    public Tensor dividedBy(Operand other) {
        return binary(BinaryOp.DIV, other);
    }

    /** this / value. Integers round towards zero; division by zero gives 0. */
    public Tensor dividedBy(double value) {
        return binary(BinaryOp.DIV, constant(value));
    }

    /** The smaller of both. */
    public Tensor min(Operand other) {
        return binary(BinaryOp.MIN, other);
    }

    /** The smaller of both. */
    public Tensor min(double value) {
        return binary(BinaryOp.MIN, constant(value));
    }

    /** The larger of both. */
    public Tensor max(Operand other) {
        return binary(BinaryOp.MAX, other);
    }

    /** The larger of both. */
    public Tensor max(double value) {
        return binary(BinaryOp.MAX, constant(value));
    }

    /** −this; the least integer stays as it is. */
    public Tensor negated() {
        return unary(UnaryOp.NEG);
    }

    /** this ∘ this. */
    public Tensor squared() {
        return times(self());
    }

    // ---- truth values

    /** Whether both are true. */
    public Tensor and(Operand other) {
        return binary(BinaryOp.AND, other);
    }

    /** Whether either is true. */
    public Tensor or(Operand other) {
        return binary(BinaryOp.OR, other);
    }

    /** Whether this is false. */
    public Tensor not() {
        return unary(UnaryOp.NOT);
    }

    /** this = other. */
    public Tensor equalTo(Operand other) {
        return compare(CompareOp.EQ, other);
    }

    /** this = value. */
    public Tensor equalTo(double value) {
        return compare(CompareOp.EQ, constant(value));
    }

    /** this ≠ other. */
    public Tensor notEqualTo(Operand other) {
        return compare(CompareOp.NE, other);
    }

    /** this ≠ value. */
    public Tensor notEqualTo(double value) {
        return compare(CompareOp.NE, constant(value));
    }

    /** this &lt; other. */
    public Tensor lessThan(Operand other) {
        return compare(CompareOp.LT, other);
    }

    /** this &lt; value. */
    public Tensor lessThan(double value) {
        return compare(CompareOp.LT, constant(value));
    }

    /** this ≤ other. */
    public Tensor atMost(Operand other) {
        return compare(CompareOp.LE, other);
    }

    /** this ≤ value. */
    public Tensor atMost(double value) {
        return compare(CompareOp.LE, constant(value));
    }

    /** this &gt; other. */
    public Tensor greaterThan(Operand other) {
        return compare(CompareOp.GT, other);
    }

    /** this &gt; value. */
    public Tensor greaterThan(double value) {
        return compare(CompareOp.GT, constant(value));
    }

    /** this ≥ other. */
    public Tensor atLeast(Operand other) {
        return compare(CompareOp.GE, other);
    }

    /** this ≥ value. */
    public Tensor atLeast(double value) {
        return compare(CompareOp.GE, constant(value));
    }

    // ---- numbers

    /**
     * {@link #constant} for what a formula needs above 0, such as what keeps a divisor from 0.
     *
     * @param what it is, for the message
     * @throws TraceException when it is no number above 0 once it is of this tensor's type
     */
    public Tensor positive(String what, double value) {
        double held = Array.scalar(self().dtype(), value).get(0);
        if (!(held > 0 && held < Double.POSITIVE_INFINITY)) {
            boolean single = self().dtype() == DType.F32;
            throw new TraceException(
                    what
                            + " must be above 0 in "
                            + self().dtype()
                            + ", from "
                            + (single ? Float.MIN_VALUE : Double.MIN_VALUE)
                            + " to "
                            + (single ? Float.MAX_VALUE : Double.MAX_VALUE)
                            + ", got "
                            + value);
        }
        return constant(value);
    }

    /**
     * {@link #constant} for what a formula multiplies by.
     *
     * @param what it is, for the message
     * @throws TraceException when it is no number, or infinite in this tensor's type
     */
    public Tensor finite(String what, double value) {
        if (!Double.isFinite(Array.scalar(self().dtype(), value).get(0))) {
            throw new TraceException(
                    what + " must be finite in " + self().dtype() + ", got " + value);
        }
        return constant(value);
    }

    // ---- building blocks

    private Tensor self() {
        return (Tensor) this;
    }

    Tensor unary(UnaryOp op) {
        return emit(new Op.Unary(op));
    }

    private Tensor binary(BinaryOp op, Operand other) {
        return pair(new Op.Binary(op), other);
    }

    private Tensor compare(CompareOp op, Operand other) {
        return pair(new Op.Compare(op), other);
    }

    /** Appends a node with this and another operand, stretched to their common shape. */
    abstract Tensor pair(Op op, Operand other);

    /** Appends a node with this and further operands. */
    abstract Tensor emit(Op op, Tensor... others);

    /** A scalar constant of this tensor's element type. */
    public abstract Tensor constant(double value);
}
