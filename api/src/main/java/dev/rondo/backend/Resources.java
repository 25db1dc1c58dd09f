package dev.rondo.backend;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a device has, in numbers.
 *
 * @param memoryBytes bytes of memory that programs share there: of the processor the JVM's largest
 *     heap, of another device its own memory; empty where it is not known
 * @param vectorBits bits of the vectors that it computes with; empty where there are none, or where
 *     it is not known
 */
public record Resources(OptionalLong memoryBytes, OptionalInt vectorBits) {
    private static final Resources UNKNOWN =
            new Resources(OptionalLong.empty(), OptionalInt.empty());

    /** Nothing is known. */
    public static Resources unknown() {
        return UNKNOWN;
    }

    /** A device that computes in the JVM's heap, without vectors. */
    public static Resources ofHeap() {
        return new Resources(
                OptionalLong.of(Runtime.getRuntime().maxMemory()), OptionalInt.empty());
    }

    /** The same memory, with vectors. */
    public Resources withVectors(int bits) {
        return new Resources(memoryBytes, OptionalInt.of(bits));
    }
}
