package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;

/** Judges by the most recent training sequences. */
final class LagRecentJudge implements LagJudge {
    private final LagGoal.Recent goal;
    private final double[] errors;
    private long seen;
    private int wrong;
    private double sum;
    private long first;

    LagRecentJudge(LagGoal.Recent goal) {
        this.goal = goal;
        errors = new double[goal.sequences()];
    }

    @Override
    public boolean isSolved(Array all) {
        for (int i = 0; i < all.size(); i++) {
            take(all.get(i));
        }
        return seen >= errors.length && wrong <= goal.wrong() && mean() < goal.mean();
    }

    private void take(double error) {
        int place = (int) (seen % errors.length);
        if (seen >= errors.length) {
            sum -= errors[place];
            wrong -= goal.isWrong(errors[place]) ? 1 : 0;
        }
        errors[place] = error;
        sum += error;
        wrong += goal.isWrong(error) ? 1 : 0;
        seen++;
        if (first == 0 && seen >= errors.length && wrong <= goal.first().orElse(-1)) {
            first = seen;
        }
    }

    private double mean() {
        return sum / Math.min(seen, errors.length);
    }

    @Override
    public String state() {
        return String.format(
                Locale.ROOT,
                "%,d of the last %,d wrong, mean error %.4f",
                wrong,
                errors.length,
                mean());
    }

    @Override
    public Configuration addTo(Configuration measured) {
        Configuration c = measured.with("wrong", wrong).with("mean_error", mean());
        return first == 0 ? c : c.with("first", first);
    }
}
