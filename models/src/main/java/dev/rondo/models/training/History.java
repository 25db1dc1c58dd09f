package dev.rondo.models.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The values of a metric at the regular evaluations, and what follows from them. It follows from
 * the values alone, so a resumed run makes the same decisions as one that never stopped.
 *
 * @param checks the values, oldest first
 * @param goal which value is better
 */
record History(List<Double> checks, Goal goal) {
    History {
        checks = Collections.unmodifiableList(new ArrayList<>(checks));
    }

    History with(double value) {
        List<Double> longer = new ArrayList<>(checks);
        longer.add(value);
        return new History(longer, goal);
    }

    /** The number of evaluations since the best one. */
    int sinceBest() {
        double best = Double.NaN;
        int since = 0;
        for (double value : checks) {
            if (goal.isBetter(value, best)) {
                best = value;
                since = 0;
            } else {
                since++;
            }
        }
        return since;
    }

    /**
     * How often {@code patience} evaluations in a row were not better than the best one before
     * them.
     */
    int plateaus(int patience) {
        double best = Double.NaN;
        int since = 0;
        int plateaus = 0;
        for (double value : checks) {
            if (goal.isBetter(value, best)) {
                best = value;
                since = 0;
            } else if (++since == patience) {
                plateaus++;
                since = 0;
            }
        }
        return plateaus;
    }

    /**
     * Whether the last value is worse than some value from more than {@code n} evaluations before
     * it (Merity et al. 2018, algorithm 1, as in the authors' program).
     */
    boolean fellBehind(int n) {
        double last = checks.getLast();
        // NaN is worse than any number
        return checks.subList(0, Math.max(0, checks.size() - 1 - n)).stream()
                .anyMatch(earlier -> goal.isBetter(earlier, last));
    }
}
