package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;
import java.util.function.LongFunction;

/** Judges now and then, by sequences that are not trained on. They are the same each time. */
final class LagTestJudge implements LagJudge {
    /** Training sequences from one test to the next. */
    private static final int INTERVAL = 100;

    private final LagGoal.Test goal;
    private final LongFunction<Array> test;
    private long seen;
    private int right;
    private double sum;
    private long first;

    /**
     * A judge.
     *
     * @param test the errors of each batch of sequences
     */
    LagTestJudge(LagGoal.Test goal, LongFunction<Array> test) {
        this.goal = goal;
        this.test = test;
    }

    @Override
    public boolean isSolved(Array errors) {
        seen += errors.size();
        if (seen % INTERVAL != 0) {
            return false;
        }
        boolean allRight = test();
        // without a bound of the mean error the first mark is the last
        if (allRight && first == 0 && goal.mean() < Double.POSITIVE_INFINITY) {
            first = seen;
        }
        return allRight && sum / right < goal.mean();
    }

    /** Whether all sequences are right; the first that is wrong ends the test. */
    private boolean test() {
        right = 0;
        sum = 0;
        for (long batch = 0; ; batch++) {
            Array errors = test.apply(batch);
            for (int i = 0; i < errors.size(); i++) {
                double error = errors.get(i);
                if (right == goal.sequences()) {
                    return true;
                }
                if (goal.isWrong(error)) {
                    return false;
                }
                right++;
                sum += error;
            }
        }
    }

    @Override
    public String state() {
        return String.format(
                Locale.ROOT, "%,d of %,d right before one is wrong", right, goal.sequences());
    }

    @Override
    public Configuration addTo(Configuration measured) {
        // the test ended with the first wrong one, so what comes after counts as wrong too
        Configuration c = measured.with("wrong", goal.sequences() - right);
        return first == 0 ? c : c.with("first", first);
    }
}
