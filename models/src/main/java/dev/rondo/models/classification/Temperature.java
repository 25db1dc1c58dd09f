package dev.rondo.models.classification;

import java.util.Arrays;

/**
 * Probabilities softmax(z / T) of logits z (Guo et al. 2017, section 4.2). A temperature above 1
 * makes a model less sure, one below 1 surer; which class is likeliest stays the same.
 *
 * @param value T, above 0 and finite
 */
public record Temperature(double value) {
    /** That of the model as it was trained. */
    public static final Temperature ONE = new Temperature(1);

    /** Where the best 1/T is looked for: it has no bound where every example is right. */
    private static final double LEAST = 0.02;

    private static final double MOST = 50;

    /** Halvings of the range; 60 leave less than the precision of a double. */
    private static final int HALVINGS = 60;

    /** Checks the number. */
    public Temperature {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a temperature must be above 0 and finite, got " + value);
        }
    }

    /** The probability of each class. */
    public double[] probabilities(double... logits) {
        double top = Arrays.stream(logits).max().orElse(0);
        double[] p = Arrays.stream(logits).map(z -> Math.exp((z - top) / value)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(e -> e / sum).toArray();
    }

    /**
     * The temperature from 1/50 to 50 with which the examples are likeliest. Their mean −ln p is
     * convex in 1/T, so its derivative Σ (E_p[z] − z_y) has one change of sign, which is found by
     * halving.
     *
     * @param logits of each class for each example, finite
     * @param truth the class of each example
     */
    public static Temperature fit(double[][] logits, int[] truth) {
        if (slope(logits, truth, MOST) <= 0) {
            return new Temperature(1 / MOST);
        }
        if (slope(logits, truth, LEAST) >= 0) {
            return new Temperature(1 / LEAST);
        }
        double low = LEAST;
        double high = MOST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, truth, middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new Temperature(2 / (low + high));
    }

    /** The derivative of Σ −ln p by 1/T. */
    private static double slope(double[][] logits, int[] truth, double inverse) {
        Temperature t = new Temperature(1 / inverse);
        double slope = 0;
        for (int i = 0; i < truth.length; i++) {
            double[] p = t.probabilities(logits[i]);
            double mean = 0;
            for (int c = 0; c < p.length; c++) {
                mean += p[c] * logits[i][c];
            }
            slope += mean - logits[i][truth[i]];
        }
        return slope;
    }
}
