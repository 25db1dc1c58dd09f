package dev.rondo.cli.experiment;

import java.util.stream.IntStream;

/** How well predicted classes of pixels cover the right ones, summed up over images. */
final class Overlap {
    /** Pixels by right and predicted class. */
    private final long[][] counts;

    /**
     * No pixel was seen yet.
     *
     * @param classes how many there are; 0 is the background
     */
    Overlap(int classes) {
        counts = new long[classes][classes];
    }

    /** Adds pixels. */
    void add(int[] predicted, int... right) {
        for (int p = 0; p < right.length; p++) {
            counts[right[p]][predicted[p]]++;
        }
    }

    /** The part of the pixels whose class is right, from 0 to 1. */
    double right() {
        long right = IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
        return (double) right / sum(0, 0);
    }

    /**
     * Intersection over union, mean over the classes but the background: the pixels that are and
     * were called of a class, by those that are or were. A class that is nowhere does not count.
     */
    double ofClasses() {
        return IntStream.range(1, counts.length)
                .mapToDouble(
                        c -> {
                            long both = counts[c][c];
                            long is = IntStream.of(classes()).mapToLong(i -> counts[c][i]).sum();
                            long called =
                                    IntStream.of(classes()).mapToLong(i -> counts[i][c]).sum();
                            return (double) both / (is + called - both);
                        })
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    /** Intersection over union of all that is no background, whatever its class. */
    double ofAny() {
        return (double) sum(1, 1) / (sum(0, 0) - counts[0][0]);
    }

    private int[] classes() {
        return IntStream.range(0, counts.length).toArray();
    }

    /** Pixels whose right and predicted classes are at least so high. */
    private long sum(int right, int predicted) {
        long sum = 0;
        for (int r = right; r < counts.length; r++) {
            for (int p = predicted; p < counts.length; p++) {
                sum += counts[r][p];
            }
        }
        return sum;
    }
}
