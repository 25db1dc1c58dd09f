package dev.rondo.models.init;

import dev.rondo.array.Shape;
import dev.rondo.graph.Initializer;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Initial values of weights. A weight is [out, in]; axes between the two, the window of a kernel
 * [out, height, width, in], count into both fans.
 */
public final class Initializers {
    private Initializers() {}

    /**
     * Uniform in ±√(6 / (fan_in + fan_out)): the variance of values and gradients stays level from
     * layer to layer (Glorot and Bengio 2010, equation 16).
     */
    public static Initializer xavierUniform() {
        return (shape, random) ->
                Initializer.uniform(Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))))
                        .draw(shape, random);
    }

    /** Normal with variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010, equation 12). */
    public static Initializer xavierNormal() {
        return (shape, random) ->
                normal(Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).draw(shape, random);
    }

    /**
     * Normal with variance 2 / fan_in, for layers followed by relu (He et al. 2015, equation 10);
     * called Kaiming elsewhere, after the first author.
     */
    public static Initializer heNormal() {
        return (shape, random) -> normal(Math.sqrt(2.0 / fanIn(shape))).draw(shape, random);
    }

    /** Uniform in ±√(6 / fan_in): the variance of {@link #heNormal}. */
    public static Initializer heUniform() {
        return (shape, random) ->
                Initializer.uniform(Math.sqrt(6.0 / fanIn(shape))).draw(shape, random);
    }

    /**
     * Uniform in ±1 / √fan_in, as PyTorch starts linear layers and convolutions: six times less
     * variance than {@link #heUniform}, so values and gradients shrink from relu to relu.
     */
    public static Initializer smallUniform() {
        return (shape, random) ->
                Initializer.uniform(1 / Math.sqrt(fanIn(shape))).draw(shape, random);
    }

    /**
     * Normal with mean 0.
     *
     * @throws IllegalArgumentException when F32 cannot hold every number that may be drawn
     */
    public static Initializer normal(double deviation) {
        // what is drawn lies within 8.6 deviations, see gaussian
        if (!Float.isFinite((float) (deviation * 10))) {
            throw new IllegalArgumentException(
                    "an initialiser's deviation must be finite and at most a tenth of "
                            + Float.MAX_VALUE
                            + ", got "
                            + deviation);
        }
        return (shape, random) -> {
            float[] v = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (gaussian(random) * deviation);
            }
            return v;
        };
    }

    /**
     * A random matrix with orthonormal rows or columns, whichever are fewer: it keeps the length of
     * what it multiplies, so a recurrent product neither grows nor dies out (Saxe et al. 2014,
     * section 3).
     */
    public static Initializer orthogonal() {
        return orthogonal(1);
    }

    /**
     * {@link #orthogonal()}, scaled.
     *
     * @param gain factor of every element
     */
    public static Initializer orthogonal(double gain) {
        checkFactor("gain", gain);
        return (shape, random) -> Orthogonal.draw(matrix(shape, "orthogonal"), gain, random);
    }

    /** The identity, for recurrent weights of relu networks (Le et al. 2015, section 2). */
    public static Initializer identity() {
        return identity(1);
    }

    /**
     * {@link #identity()}, scaled: below 1 the past fades (Le et al. 2015, section 2).
     *
     * @param scale of the elements on the diagonal
     */
    public static Initializer identity(double scale) {
        checkFactor("scale", scale);
        return (shape, _) -> {
            Shape s = matrix(shape, "identity");
            float[] v = new float[Math.toIntExact(s.size())];
            for (int i = 0; i < Math.min(s.dim(0), s.dim(1)); i++) {
                v[i * s.dim(1) + i] = (float) scale;
            }
            return v;
        };
    }

    /**
     * Recurrent weights of a few connections: so many normal numbers in each row, zeros elsewhere,
     * all scaled to a spectral radius (Jaeger and Haas 2004; Pascanu et al. 2013 take 15
     * connections and 0.95).
     *
     * @param connections of each unit; a smaller matrix has no zeros
     * @param radius largest absolute eigenvalue, above 0
     * @throws IllegalArgumentException when there is less than one connection or the radius cannot
     *     be
     */
    public static Initializer sparse(int connections, double radius) {
        if (connections < 1) {
            throw new IllegalArgumentException(
                    "a sparse initializer needs at least 1 connection, got " + connections);
        }
        if (!(radius > 0)) {
            throw new IllegalArgumentException(
                    "the spectral radius must be above 0, got " + radius);
        }
        checkFactor("spectral radius", radius);
        return (shape, random) -> Sparse.draw(matrix(shape, "sparse"), connections, radius, random);
    }

    /**
     * ln u with u uniform in [1, T − 1], T being the longest lag: biases of a gate that keeps, so
     * that the units forget over times from 1 to T (Tallec and Ollivier 2018, section 2).
     *
     * <p>The numbers follow from the given seed alone and not from the variable's name, so that two
     * gates can have opposite biases.
     *
     * @param longest T, in steps
     * @param seed of u
     * @throws IllegalArgumentException when T is less than 2
     */
    public static Initializer chrono(int longest, long seed) {
        if (longest < 2) {
            throw new IllegalArgumentException(
                    "the longest lag must be at least 2 steps, got " + longest);
        }
        return (shape, _) -> {
            RandomGenerator random = new SplittableRandom(seed);
            float[] v = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) StrictMath.log(1 + random.nextDouble() * (longest - 2));
            }
            return v;
        };
    }

    /**
     * A standard normal number by the method of Box and Muller (1958), in strict arithmetic: the
     * same bits on every JVM.
     */
    static double gaussian(RandomGenerator random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    private static void checkFactor(String name, double factor) {
        if (!Float.isFinite((float) factor)) {
            throw new IllegalArgumentException(
                    "an initialiser's "
                            + name
                            + " must be a number that F32 can hold, got "
                            + factor);
        }
    }

    private static long fanIn(Shape shape) {
        Shape s = weight(shape);
        return Math.max(1, s.size() / Math.max(1, s.dim(0)));
    }

    private static long fanOut(Shape shape) {
        Shape s = weight(shape);
        return Math.max(1, s.size() / Math.max(1, s.dim(-1)));
    }

    private static Shape weight(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    "an initialiser that looks at fan-in and fan-out needs a weight [out, …, in],"
                            + " got "
                            + shape);
        }
        return shape;
    }

    private static Shape matrix(Shape shape, String name) {
        if (shape.rank() != 2) {
            throw new IllegalArgumentException(
                    "the " + name + " initialiser needs a matrix [out, in], got " + shape);
        }
        return shape;
    }
}
