package dev.rondo.models.loss;

import java.util.Arrays;

/**
 * How much an example of each class counts in a loss. With equal weights a model serves the classes
 * as often as they occur; a class that occurs seldom may then never be predicted. Immutable.
 */
public final class ClassWeights {
    private final double[] weights;

    private ClassWeights(double[] weights) {
        this.weights = weights;
    }

    /**
     * These weights. Only their proportions matter.
     *
     * @throws IllegalArgumentException when there is none, or one is not above 0 and finite
     */
    public static ClassWeights of(double... weights) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("there must be a weight for each class");
        }
        for (double w : weights) {
            if (!(w > 0 && w < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "the weight of a class must be above 0 and finite, got " + w);
            }
        }
        return new ClassWeights(weights.clone());
    }

    /** The weight 1 for each class. */
    public static ClassWeights equal(int classes) {
        double[] weights = new double[classes];
        Arrays.fill(weights, 1);
        return of(weights);
    }

    /**
     * Weights with which all classes count alike: n / (C · n_c), with n_c examples of class c among
     * n (King and Zeng 2001; {@code class_weight="balanced"} of scikit-learn).
     *
     * @param counts n_c of each class, at least 1
     * @throws IllegalArgumentException when there is no class, or one has no example
     */
    public static ClassWeights balanced(int... counts) {
        long all = Arrays.stream(counts).asLongStream().sum();
        double[] weights = new double[counts.length];
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] < 1) {
                throw new IllegalArgumentException("class " + c + " has no example");
            }
            weights[c] = (double) all / counts.length / counts[c];
        }
        return of(weights);
    }

    /** The number of classes. */
    public int classes() {
        return weights.length;
    }

    /** The weights, copied. */
    public double[] toArray() {
        return weights.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ClassWeights w && Arrays.equals(weights, w.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return Arrays.toString(weights);
    }
}
