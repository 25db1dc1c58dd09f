package dev.rondo.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A division of examples in which every part has the same share of each class, up to rounding.
 *
 * @param validation share of each class for {@link Split#VALIDATION}, above 0
 * @param test share of each class for {@link Split#TEST}, 0 when test examples come from elsewhere
 * @param seed of which examples these are
 */
public record StratifiedSplit(double validation, double test, long seed) {
    /** Checks the shares. */
    public StratifiedSplit {
        if (!(validation > 0 && test >= 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "the shares must be above 0 for validation, 0 or above for the test, and"
                                    + " below 1 together, got %s and %s",
                            validation,
                            test));
        }
    }

    /**
     * The part of each example. A part with a share has at least one example of each class.
     *
     * @param labels the class of each example, from 0 to C−1
     * @param classes names of the classes
     * @throws DataException when a class has too few examples
     */
    public Split[] of(int[] labels, List<String> classes) {
        Split[] parts = new Split[labels.length];
        for (int c = 0; c < classes.size(); c++) {
            int label = c;
            int[] members =
                    IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            int tested = count(test, members.length);
            int held = tested + count(validation, members.length);
            if (held >= members.length) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "class '%s' has %s: too few for %s. Add some, or remove the class",
                                classes.get(c),
                                Words.count(members.length, "example"),
                                test > 0
                                        ? "training, validation and test"
                                        : "training and validation"));
            }
            Shuffle order = new Shuffle(members.length, seed);
            for (int i = 0; i < members.length; i++) {
                parts[members[order.of(c, i)]] =
                        i < tested ? Split.TEST : i < held ? Split.VALIDATION : Split.TRAINING;
            }
        }
        if (Arrays.asList(parts).contains(null)) {
            throw new IllegalArgumentException("a label is no class");
        }
        return parts;
    }

    private static int count(double share, int of) {
        return share == 0 ? 0 : (int) Math.max(1, Math.round(share * of));
    }
}
