package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * Experiment 3a of Hochreiter and Schmidhuber (1997), the 2-sequence problem of Bengio et al.
 * (1994): one number at a step. The first N are 1 in one class and −1 in the other, the rest is
 * Gaussian noise with mean 0 and variance 0.2. The target is 1 or 0. Sequences have T to T + T/10
 * steps.
 *
 * @param shortest T
 * @param telling N, how many numbers say which class it is
 */
public record TwoClasses1997(int shortest, int telling) implements ValueTask {
    private static final double DEVIATION = Math.sqrt(0.2);

    /** Checks the lengths. */
    public TwoClasses1997 {
        Lengths.checked("T of two-classes-1997", shortest, 1);
        if (telling < 1 || telling > shortest) {
            throw new IllegalArgumentException(
                    "N of two-classes-1997 must be from 1 to T = " + shortest + ", got " + telling);
        }
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public int longest() {
        return Lengths.longest(shortest);
    }

    @Override
    public boolean ragged() {
        return true;
    }

    @Override
    public Example draw(RandomGenerator random) {
        double[][] values = new double[Lengths.drawn(shortest, random)][1];
        boolean first = random.nextBoolean();
        for (int t = 0; t < values.length; t++) {
            values[t][0] = t >= telling ? random.nextGaussian(0, DEVIATION) : first ? 1 : -1;
        }
        return new Example(values, first ? 1 : 0);
    }
}
