package dev.rondo.kernels;

/** Functions of two elements of one type. */
public enum BinaryOp {
    /** a + b; integers wrap around. */
    ADD,
    /** a − b; integers wrap around. */
    SUB,
    /** a · b; integers wrap around. */
    MUL,
    /** a / b. Integers round towards zero and wrap around; an integer divided by zero gives 0. */
    DIV,
    /** The smaller; NaN when either is. */
    MIN,
    /** The larger; NaN when either is. */
    MAX,
    /** Whether both truth values are true. */
    AND,
    /** Whether at least one truth value is true. */
    OR
}
