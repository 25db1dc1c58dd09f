package dev.rondo.backend.simd.lanes;

import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width that every kernel uses, chosen once per process by {@link Width}. These are
 * constants, because HotSpot turns vector code into instructions only when the species is constant.
 */
public final class Lanes {
    /** Vectors of 32-bit floats. */
    public static final VectorSpecies<Float> FLOAT;

    /** Vectors of 64-bit floats. */
    public static final VectorSpecies<Double> DOUBLE;

    /** Vectors of 32-bit integers. */
    public static final VectorSpecies<Integer> INT;

    /** Vectors of 64-bit integers. */
    public static final VectorSpecies<Long> LONG;

    /** Width of a vector, in bits. */
    public static final int BITS;

    /**
     * Number of vector registers: 32 with AVX-512, and with any vectors on ARM; otherwise 16. It
     * decides how many rows a tile of a product has.
     */
    public static final int REGISTERS;

    static {
        FLOAT = VectorSpecies.of(float.class, Width.shape());
        DOUBLE = VectorSpecies.of(double.class, FLOAT.vectorShape());
        INT = VectorSpecies.of(int.class, FLOAT.vectorShape());
        LONG = VectorSpecies.of(long.class, FLOAT.vectorShape());
        BITS = FLOAT.vectorBitSize();
        REGISTERS = BITS >= 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;
    }

    private Lanes() {}

    /** The largest multiple of {@code step} that is at most {@code n}. */
    public static int bound(int n, int step) {
        return n - n % step;
    }
}
