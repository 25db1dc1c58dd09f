package dev.rondo.kernels;

/** Comparisons of two elements; those with NaN are false but for {@link #NE}. */
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
