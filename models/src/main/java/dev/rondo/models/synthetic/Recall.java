package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * Says after a number of random distractors which symbol came first. Nothing but the lag makes it
 * hard: the first symbol is one of a few that occur nowhere else, and there is nothing to predict
 * before the end.
 *
 * <p>A sequence is {@code s d₁ … d_lag}, and s is asked for at its last step: {@code lag} steps
 * after it was read. The symbols are numbered before the distractors.
 *
 * @param lag steps from the first symbol to the answer
 * @param choices symbols that may come first, and so classes
 * @param distractors symbols that may follow
 */
public record Recall(int lag, int choices, int distractors) implements ClassTask {
    /** Checks the sizes. */
    public Recall {
        Lengths.checked("the lag of a recall", lag, 1);
        if (choices < 2 || distractors < 1) {
            throw new IllegalArgumentException(
                    "a recall needs at least 2 choices and 1 distractor, got "
                            + choices
                            + " and "
                            + distractors);
        }
    }

    @Override
    public int symbols() {
        return choices + distractors;
    }

    @Override
    public int classes() {
        return choices;
    }

    @Override
    public int longest() {
        return lag + 1;
    }

    @Override
    public Example draw(RandomGenerator random) {
        int[] symbols = new int[lag + 1];
        symbols[0] = random.nextInt(choices);
        for (int t = 1; t <= lag; t++) {
            symbols[t] = choices + random.nextInt(distractors);
        }
        return new Example(symbols, symbols[0]);
    }
}
