package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The adding problem as Le et al. (2015, section 4.1) and most later papers have it: pairs of a
 * number from 0 to 1 and a marker. Two pairs are marked with 1, all others with 0. The target is
 * the sum of the two marked numbers. To always say 1 has a mean squared error of 1/6.
 *
 * <p>The task of 1997 is another one, {@link Adding1997}.
 *
 * @param length T, at least 2
 * @param marks where the marked pairs are
 */
public record AddingIrnn(int length, Marks marks) implements ValueTask {
    /** Where the marked pairs are. */
    public enum Marks {
        /** One in each half (Arjovsky et al. 2016, section 5.2). */
        ONE_IN_EACH_HALF,
        /** Any two (Bai et al. 2018, in their program). */
        ANYWHERE
    }

    /** The mean squared error of always saying 1, the variance of the target. */
    public static final double BASELINE = 1.0 / 6;

    /** Checks the length. */
    public AddingIrnn {
        Lengths.checked("T of adding-irnn", length, 2);
    }

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public int longest() {
        return length;
    }

    @Override
    public Example draw(RandomGenerator random) {
        double[][] values = new double[length][2];
        for (double[] pair : values) {
            pair[0] = random.nextDouble();
        }
        int first = random.nextInt(marks == Marks.ANYWHERE ? length : length / 2);
        int second;
        do {
            second = random.nextInt(marks == Marks.ANYWHERE ? 0 : length / 2, length);
        } while (second == first);
        values[first][1] = 1;
        values[second][1] = 1;
        return new Example(values, values[first][0] + values[second][0]);
    }
}
