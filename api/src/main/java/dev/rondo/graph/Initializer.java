package dev.rondo.graph;

import dev.rondo.array.Shape;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws the initial value of a variable, always in float32, so that every type starts from the same
 * values.
 */
@FunctionalInterface
public interface Initializer {
    /**
     * Values in row-major order.
     *
     * @param random a separate generator for each variable, derived from the seed and the name
     */
    float[] draw(Shape shape, RandomGenerator random);

    /** All zeros. */
    static Initializer zeros() {
        return constant(0);
    }

    /**
     * One value everywhere.
     *
     * @throws IllegalArgumentException when F32 cannot hold it
     */
    static Initializer constant(double value) {
        checkHeld("value", value);
        return (shape, _) -> {
            float[] v = new float[Math.toIntExact(shape.size())];
            Arrays.fill(v, (float) value);
            return v;
        };
    }

    /**
     * Uniform in [−bound, bound).
     *
     * @throws IllegalArgumentException when F32 cannot hold the bound
     */
    static Initializer uniform(double bound) {
        checkHeld("bound", bound);
        return (shape, random) -> {
            float[] v = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
            }
            return v;
        };
    }

    private static void checkHeld(String what, double value) {
        if (!Float.isFinite((float) value)) {
            throw new IllegalArgumentException(
                    "an initialiser's "
                            + what
                            + " must be a number that F32 can hold, got "
                            + value);
        }
    }
}
