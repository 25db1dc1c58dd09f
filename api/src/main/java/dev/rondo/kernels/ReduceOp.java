package dev.rondo.kernels;

/** Reductions along axes. */
public enum ReduceOp {
    /** Sum; 0 over nothing, integers wrap around. */
    SUM,
    /** Largest; −∞ (or the least integer) over nothing, NaN when one is. */
    MAX
}
