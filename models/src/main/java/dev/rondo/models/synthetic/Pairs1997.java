package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * What the adding and the multiplication problem of Hochreiter and Schmidhuber (1997) have in
 * common: sequences of T to T + T/10 pairs of a number and a marker. One of the first ten pairs is
 * marked with 1, then another of the first T/2 − 1. The first and the last pair have the marker −1
 * unless they are marked, all others 0. A marked first pair has its number replaced.
 */
sealed interface Pairs1997 extends ValueTask permits Adding1997, Multiplication1997 {
    /** For shorter sequences the last pair might be marked. */
    int SHORTEST = 20;

    /** The first of the marked pairs is among so many. */
    int FIRST = 10;

    /** T. */
    int shortest();

    @Override
    default int inputs() {
        return 2;
    }

    @Override
    default int longest() {
        return Lengths.longest(shortest());
    }

    @Override
    default boolean ragged() {
        return true;
    }

    /**
     * A sequence.
     *
     * @param values the pairs
     * @param first the number X₁ of the pair that was marked first
     * @param second the number X₂ of the other
     */
    record Pairs(double[][] values, double first, double second) {}

    /**
     * Draws a sequence.
     *
     * @param low the smallest number; the largest is 1
     * @param neutral the number of a marked first pair
     */
    default Pairs pairs(double low, double neutral, RandomGenerator random) {
        int length = Lengths.drawn(shortest(), random);
        double[][] values = new double[length][2];
        for (double[] pair : values) {
            pair[0] = random.nextDouble(low, 1);
        }
        values[0][1] = -1;
        values[length - 1][1] = -1;
        int first = random.nextInt(FIRST);
        int second;
        do {
            second = random.nextInt(shortest() / 2 - 1);
        } while (second == first);
        values[first][1] = 1;
        values[second][1] = 1;
        if (first == 0 || second == 0) {
            values[0][0] = neutral;
        }
        return new Pairs(values, values[first][0], values[second][0]);
    }
}
