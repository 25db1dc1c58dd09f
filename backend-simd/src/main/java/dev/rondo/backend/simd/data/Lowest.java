package dev.rondo.backend.simd.data;

/** The maximum of no elements. */
final class Lowest {
    static final float FLOAT = Float.NEGATIVE_INFINITY;
    static final double DOUBLE = Double.NEGATIVE_INFINITY;
    static final int INT = Integer.MIN_VALUE;

    private Lowest() {}
}
