package dev.rondo.kernels;

/** Comparisons of two elements. With NaN, all are false except {@link #NE}. */
public enum CompareOp {
    /** a = b. */
    EQ,
    /** a ≠ b. */
    NE,
    /** a &lt; b. */
    LT,
    /** a ≤ b. */
    LE,
    /** a &gt; b. */
    GT,
    /** a ≥ b. */
    GE
}
