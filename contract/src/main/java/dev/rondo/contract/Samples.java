package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;

import java.util.SplittableRandom;

/**
 * Numbers for tests, drawn from a seed: the same on every machine. Floats are float64 values that
 * float32 holds exactly, so both types compute on the same numbers.
 */
public final class Samples {
    private Samples() {}

    /** Uniform in [low, high). */
    public static Array uniform(long seed, double low, double high, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(dims);
        double[] v = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return Array.wrap(shape, new Buffer.F64(v));
    }

    /** Numbers of either sign with a magnitude in [low, high): away from the kink at 0. */
    public static Array signed(long seed, double low, double high, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Array a = uniform(random.nextLong(), low, high, dims);
        for (int i = 0; i < a.size(); i++) {
            a.set(i, random.nextBoolean() ? a.get(i) : -a.get(i));
        }
        return a;
    }

    /** Integers in [low, high). */
    public static Array integers(long seed, int low, int high, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(dims);
        int[] v = new int[Math.toIntExact(shape.size())];
        for (int i = 0; i < v.length; i++) {
            v[i] = random.nextInt(low, high);
        }
        return Array.wrap(shape, new Buffer.I32(v));
    }

    /** Truth values. */
    public static Array truths(long seed, int... dims) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(dims);
        byte[] v = new byte[Math.toIntExact(shape.size())];
        for (int i = 0; i < v.length; i++) {
            v[i] = (byte) (random.nextBoolean() ? 1 : 0);
        }
        return Array.wrap(shape, new Buffer.Bool(v));
    }

    /** A seed from a name, the same on every machine. */
    public static long seed(String name) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x100000001b3L;
        }
        return h;
    }
}
