package dev.rondo.kernels;

/** Reductions along axes. */
public enum ReduceOp {
    /** Sum; 0 for no elements. Integers wrap around. */
    SUM,
    /** Largest element; −∞ (or the least integer) for no elements, NaN when one is NaN. */
    MAX
}
