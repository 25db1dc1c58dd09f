// Template of DoubleExpressionCode: see Twins.java.
package dev.rondo.backend.simd.code;

/** Generated code: an expression on 32-bit floats, over rows of whole vectors. */
public interface FloatExpressionCode {
    /**
     * Computes the expression. An operand's array is in one of the first two parameters, depending
     * on its type.
     *
     * @param arrays arrays of the operands that are numbers
     * @param truths arrays of the operands that are truth values
     * @param at position of the first element of each operand
     * @param step distance from one row to the next, for each operand
     * @param rows number of rows
     * @param n elements of a row, a multiple of the vector's length
     */
    void run(float[][] arrays, byte[][] truths, int[] at, int[] step, int rows, int n);
}
