package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * Experiment 2c of Hochreiter and Schmidhuber (1997), very long time lags without local
 * regularities: {@code b}, then x or y, then q random distractors and further ones until, with
 * probability 1/10 at each place, {@code e} comes. Which of x and y came is asked for after e. The
 * symbols are numbered a₁ … a_p e b x y, the classes x y.
 *
 * <p>The paper sets no bound to the further distractors. Here there are at most {@value #MOST}; one
 * sequence in seven million would have more.
 *
 * @param q distractors at least
 * @param p symbols that distractors are drawn from
 */
public record LongLag(int q, int p) implements ClassTask {
    /** Most distractors beyond q. */
    public static final int MOST = 150;

    /** Checks the sizes. */
    public LongLag {
        Lengths.checked("q of the long lag", q, 1);
        if (p < 1) {
            throw new IllegalArgumentException(
                    "the long lag needs at least 1 distractor, got " + p);
        }
    }

    @Override
    public int symbols() {
        return p + 4;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int longest() {
        return q + MOST + 3;
    }

    @Override
    public boolean ragged() {
        return true;
    }

    @Override
    public Example draw(RandomGenerator random) {
        int more = 0;
        while (more < MOST && random.nextInt(10) != 0) {
            more++;
        }
        int[] symbols = new int[q + more + 3];
        int target = random.nextInt(2);
        symbols[0] = p + 1;
        symbols[1] = p + 2 + target;
        for (int t = 2; t < symbols.length - 1; t++) {
            symbols[t] = random.nextInt(p);
        }
        symbols[symbols.length - 1] = p;
        return new Example(symbols, target);
    }
}
