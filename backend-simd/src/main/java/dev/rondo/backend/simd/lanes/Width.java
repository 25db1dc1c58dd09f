package dev.rondo.backend.simd.lanes;

import dev.rondo.backend.Availability;

import jdk.incubator.vector.VectorShape;

import java.util.Locale;

/**
 * The width of vectors: the one that the processor prefers, or the one that the system property
 * {@value #PROPERTY} gives. A width that the processor lacks is refused, because Java would compute
 * it in objects, thousands of times slower.
 */
public final class Width {
    /** Name of the property that forces a width: 128, 256 or 512 bits. */
    static final String PROPERTY = "rondo.simd.bits";

    /**
     * Name of the property that, when true, also accepts a width that the processor lacks. Java's
     * own code then computes the same lanes in objects. It is for tests of a wider processor's
     * results.
     */
    static final String EMULATE = "rondo.simd.emulate";

    private Width() {}

    /** Whether the width of the property is available. */
    public static Availability availability() {
        String wanted = System.getProperty(PROPERTY);
        if (wanted == null) {
            return Availability.yes();
        }
        VectorShape shape = named(wanted);
        int most = VectorShape.preferredShape().vectorBitSize();
        if (shape == null) {
            return Availability.no(
                    String.format(
                            Locale.ROOT,
                            "the system property %s must be 128, 256 or 512, not %s",
                            PROPERTY,
                            wanted),
                    String.format(
                            Locale.ROOT,
                            "correct it, or leave it out for the %d bits of this processor",
                            most));
        }
        return shape.vectorBitSize() <= most || Boolean.getBoolean(EMULATE)
                ? Availability.yes()
                : Availability.no(
                        String.format(
                                Locale.ROOT,
                                "the system property %s asks for %s bits, and vectors have at most %d here",
                                PROPERTY,
                                wanted,
                                most),
                        String.format(
                                        Locale.ROOT,
                                        "leave it out or set it to %d; with -XX:UseAVX Java itself may be told to use",
                                        most)
                                + " less than the processor has");
    }

    /** The shape of every vector. Only valid when the width is available. */
    static VectorShape shape() {
        String wanted = System.getProperty(PROPERTY);
        return wanted == null ? VectorShape.preferredShape() : named(wanted);
    }

    private static VectorShape named(String bits) {
        return switch (bits) {
            case "128" -> VectorShape.S_128_BIT;
            case "256" -> VectorShape.S_256_BIT;
            case "512" -> VectorShape.S_512_BIT;
            default -> null;
        };
    }
}
