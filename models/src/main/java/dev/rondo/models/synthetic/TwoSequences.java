package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * Experiments 2a and 2b of Hochreiter and Schmidhuber (1997): sequences {@code (x, a₁ … a_{p−1},
 * x)} and {@code (y, a₁ … a_{p−1}, y)}, each with probability 1/2. The next symbol is to be
 * predicted at every step; the last depends on the first. In 2b the symbols in between are random
 * ones of a₁ to a_{p−1}.
 *
 * <p>The symbols are numbered a₁ … a_{p−1} x y. The last one is asked for and not read, so that
 * there are p steps.
 *
 * @param p steps from the first symbol to the last
 * @param random whether the symbols in between are random (2b)
 */
public record TwoSequences(int p, boolean random) implements LabelTask {
    /** Checks the length. */
    public TwoSequences {
        Lengths.checked("p of the two sequences", p, 2);
    }

    @Override
    public int symbols() {
        return p + 1;
    }

    @Override
    public int classes() {
        return p + 1;
    }

    @Override
    public int length() {
        return p;
    }

    @Override
    public Example draw(RandomGenerator generator) {
        int[] all = new int[p + 1];
        all[0] = p - 1 + generator.nextInt(2);
        for (int t = 1; t < p; t++) {
            all[t] = random ? generator.nextInt(p - 1) : t - 1;
        }
        all[p] = all[0];
        int[] symbols = new int[p];
        int[] targets = new int[p];
        System.arraycopy(all, 0, symbols, 0, p);
        System.arraycopy(all, 1, targets, 0, p);
        return new Example(symbols, targets);
    }
}
