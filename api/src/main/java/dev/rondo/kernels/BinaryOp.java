package dev.rondo.kernels;

/** Functions of two elements of one type. */
public enum BinaryOp {
    /** a + b; integers wrap around. */
    ADD,
    /** a − b; integers wrap around. */
    SUB,
    /** a · b; integers wrap around. */
    MUL,
    /** a / b; integers round towards zero, wrap around, and dividing one by zero gives 0. */
    DIV,
    /** The smaller; NaN when either is. */
    MIN,
    /** The larger; NaN when either is. */
    MAX,
    /** Both truth values. */
    AND,
    /** Either truth value. */
    OR
}
