package dev.rondo.backend.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width that every kernel uses, chosen once per process: the widest that the processor
 * prefers, or what the system property {@value #PROPERTY} says. Constants, for HotSpot turns vector
 * code into instructions only when the species is one.
 */
final class Lanes {
    /** Name of the property that forces a width: 128, 256 or 512 bits. */
    static final String PROPERTY = "rondo.simd.bits";

    /** Vectors of 32-bit floats. */
    static final VectorSpecies<Float> FLOAT;

    /** Vectors of 64-bit floats. */
    static final VectorSpecies<Double> DOUBLE;

    /** Vectors of 32-bit integers. */
    static final VectorSpecies<Integer> INT;

    /** Vectors of 64-bit integers. */
    static final VectorSpecies<Long> LONG;

    /** Width of a vector, in bits. */
    static final int BITS;

    /**
     * Whether 32 vector registers may be counted on: AVX-512, and any vectors on ARM. Decides how
     * many rows a tile of a product has.
     */
    static final boolean MANY_REGISTERS;

    static {
        String wanted = System.getProperty(PROPERTY);
        FLOAT =
                wanted == null
                        ? FloatVector.SPECIES_PREFERRED
                        : VectorSpecies.of(float.class, shape(wanted));
        DOUBLE = VectorSpecies.of(double.class, FLOAT.vectorShape());
        INT = VectorSpecies.of(int.class, FLOAT.vectorShape());
        LONG = VectorSpecies.of(long.class, FLOAT.vectorShape());
        BITS = FLOAT.vectorBitSize();
        MANY_REGISTERS = BITS >= 512 || System.getProperty("os.arch").equals("aarch64");
    }

    private Lanes() {}

    private static VectorShape shape(String bits) {
        return switch (bits) {
            case "128" -> VectorShape.S_128_BIT;
            case "256" -> VectorShape.S_256_BIT;
            case "512" -> VectorShape.S_512_BIT;
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + " must be 128, 256 or 512, not " + bits);
        };
    }

    /** The largest multiple of {@code step} that is not above {@code n}. */
    static int bound(int n, int step) {
        return n - n % step;
    }
}
