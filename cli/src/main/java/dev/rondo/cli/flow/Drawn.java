package dev.rondo.cli.flow;

import dev.rondo.array.Array;

import java.util.SplittableRandom;

/** What networks that are not trained read, and what their loss is, drawn. */
final class Drawn {
    private Drawn() {}

    /** Uniform symbols, I32 [T, B]. */
    static Array symbols(long seed, int steps, int batch, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return Array.of(random.ints((long) steps * batch, 0, count).toArray(), steps, batch);
    }

    /** Rows of length 1 in a direction without a preference, F64 [B, N]. */
    static Array directions(long seed, int batch, int size) {
        SplittableRandom random = new SplittableRandom(~seed);
        double each = 1 / Math.sqrt(size);
        double[] values = new double[batch * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? each : -each;
        }
        return Array.of(values, batch, size);
    }
}
