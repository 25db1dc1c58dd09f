package dev.rondo.models.classification;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is right as often as it is sure (Guo et al. 2017). The likeliest class of an
 * example has a probability, its confidence. Examples of like confidence should be right in that
 * share.
 *
 * @param bins ranges of confidence of equal width, from 0 to 1
 */
public record Calibration(List<Bin> bins) {
    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Examples whose confidence is above {@code low}, and at most {@code high}.
     *
     * @param low where the range begins
     * @param high where it ends
     * @param count how many examples
     * @param confidence their mean confidence; 0 without any
     * @param accuracy the share of them that are right; 0 without any
     */
    public record Bin(double low, double high, long count, double confidence, double accuracy) {}

    /**
     * Measures.
     *
     * @param probabilities of each class for each example
     * @param truth the class of each example
     * @param bins how many ranges
     * @throws IllegalArgumentException when there are not equally many, or no range
     */
    public static Calibration of(double[][] probabilities, int[] truth, int bins) {
        if (probabilities.length != truth.length || bins < 1) {
            throw new IllegalArgumentException(
                    "there must be probabilities for each example and at least 1 bin, got "
                            + probabilities.length
                            + " for "
                            + truth.length
                            + ", and "
                            + bins);
        }
        long[] counts = new long[bins];
        long[] right = new long[bins];
        double[] sure = new double[bins];
        for (int i = 0; i < truth.length; i++) {
            int likeliest = likeliest(probabilities[i]);
            double confidence = probabilities[i][likeliest];
            int bin = Math.clamp((int) Math.ceil(confidence * bins) - 1, 0, bins - 1);
            counts[bin]++;
            right[bin] += likeliest == truth[i] ? 1 : 0;
            sure[bin] += confidence;
        }
        List<Bin> all = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            long n = Math.max(1, counts[b]);
            all.add(
                    new Bin(
                            (double) b / bins,
                            (b + 1.0) / bins,
                            counts[b],
                            sure[b] / n,
                            (double) right[b] / n));
        }
        return new Calibration(all);
    }

    /** The class of the largest probability or logit; of equal ones the first. */
    public static int likeliest(double[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    /**
     * The expected calibration error Σ n_b / n |accuracy_b − confidence_b| (Naeini et al. 2015); 0
     * without examples.
     */
    public double expectedError() {
        long all = bins.stream().mapToLong(Bin::count).sum();
        return bins.stream()
                        .mapToDouble(b -> b.count() * Math.abs(b.accuracy() - b.confidence()))
                        .sum()
                / Math.max(1, all);
    }
}
