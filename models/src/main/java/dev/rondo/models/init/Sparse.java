package dev.rondo.models.init;

import dev.rondo.array.Shape;

import java.util.random.RandomGenerator;

/** Draws square matrices of few numbers with a given spectral radius. */
final class Sparse {
    private Sparse() {}

    static float[] draw(Shape shape, int connections, double radius, RandomGenerator random) {
        int size = shape.dim(0);
        if (size != shape.dim(1)) {
            throw new IllegalArgumentException(
                    "a spectral radius is that of a square matrix, got " + shape);
        }
        double[] weights = new double[size * size];
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                places[j] = j;
            }
            // the first of a random order: Fisher and Yates's method, ended early
            for (int j = 0; j < Math.min(connections, size); j++) {
                int k = random.nextInt(j, size);
                int chosen = places[k];
                places[k] = places[j];
                weights[i * size + chosen] = Initializers.gaussian(random);
            }
        }
        double scale = radius / SpectralRadius.of(weights, size);
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * scale);
            if (!Float.isFinite(scaled[i])) {
                throw new IllegalArgumentException(
                        "the spectral radius must leave weights that F32 can hold, got " + radius);
            }
        }
        return scaled;
    }
}
