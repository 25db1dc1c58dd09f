package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The temporal order problem of Hochreiter and Schmidhuber (1997, experiments 6a and 6b): E, then
 * distractors a to d with two or three symbols X or Y among them, then B. Which of X and Y came, in
 * their order, is the class: 4 or 8 of them. Sequences have 100 to 110 steps.
 *
 * <p>The steps are counted from 0, which reads E. Two symbols come at steps 10 to 20 and 50 to 60,
 * three at 10 to 20, 33 to 43 and 66 to 76. The class is the binary number of the symbols, X being
 * 0 and the first the highest digit. The symbols are numbered a b c d X Y E B.
 *
 * @param relevant how many symbols X or Y there are, 2 or 3
 */
public record TemporalOrder1997(int relevant) implements ClassTask {
    private static final int[][] PLACES = {{10, 50}, {10, 33, 66}};
    private static final int RANGE = 10;
    private static final int SHORTEST = 100;
    private static final int DISTRACTORS = 4;
    private static final int X = 4;
    private static final int E = 6;
    private static final int B = 7;

    /** Checks the number. */
    public TemporalOrder1997 {
        if (relevant < 2 || relevant > 3) {
            throw new IllegalArgumentException(
                    "the temporal order of 1997 is that of 2 or 3 symbols, got " + relevant);
        }
    }

    @Override
    public int symbols() {
        return B + 1;
    }

    @Override
    public int classes() {
        return 1 << relevant;
    }

    @Override
    public int longest() {
        return Lengths.longest(SHORTEST);
    }

    @Override
    public boolean ragged() {
        return true;
    }

    @Override
    public Example draw(RandomGenerator random) {
        int[] symbols = new int[Lengths.drawn(SHORTEST, random)];
        for (int t = 0; t < symbols.length; t++) {
            symbols[t] = random.nextInt(DISTRACTORS);
        }
        symbols[0] = E;
        symbols[symbols.length - 1] = B;
        int target = 0;
        for (int from : PLACES[relevant - 2]) {
            int which = random.nextInt(2);
            symbols[random.nextInt(from, from + RANGE + 1)] = X + which;
            target = 2 * target + which;
        }
        return new Example(symbols, target);
    }
}
