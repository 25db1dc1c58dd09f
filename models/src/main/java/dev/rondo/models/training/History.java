package dev.rondo.models.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The values of a metric at the regular evaluations, and what follows from them: all of it follows
 * from the values alone, so that a resumed run decides as one that never stopped.
 *
 * @param checks oldest first
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

    /** How many evaluations there were since the best one. */
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

    /** How often {@code patience} evaluations in a row were not better than the best before. */
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
     * Whether the last value is worse than one more than {@code n} evaluations before it (Merity et
     * al. 2018, algorithm 1, as their program has it).
     */
    boolean fellBehind(int n) {
        double last = checks.getLast();
        // a value that is not a number comes after any that is
        return checks.subList(0, Math.max(0, checks.size() - 1 - n)).stream()
                .anyMatch(earlier -> goal.isBetter(earlier, last));
    }
}
