package dev.rondo.cli.experiment;

/**
 * When a trial of {@link Lag1997} has solved its task: of the most recent training sequences no
 * more than some were wrong, and their mean error was small.
 */
final class LagCriterion {
    /**
     * The numbers of a criterion.
     *
     * @param tolerance a sequence with a larger error at an output is wrong
     * @param recent how many training sequences are looked at
     * @param wrong how many of them may be wrong
     * @param mean what their mean error is below; infinite where it does not matter
     */
    record Limits(double tolerance, int recent, int wrong, double mean) {}

    private final Limits limits;
    private final double[] errors;
    private long seen;
    private int wrong;
    private double sum;

    LagCriterion(Limits limits) {
        this.limits = limits;
        errors = new double[limits.recent()];
    }

    /**
     * Takes the error of the next training sequence.
     *
     * @param error the largest absolute error of an output
     * @return whether the task is solved
     */
    boolean isMetBy(double error) {
        int place = (int) (seen % errors.length);
        if (seen >= errors.length) {
            sum -= errors[place];
            wrong -= isWrong(errors[place]) ? 1 : 0;
        }
        errors[place] = error;
        sum += error;
        wrong += isWrong(error) ? 1 : 0;
        seen++;
        return seen >= errors.length && wrong <= limits.wrong() && mean() < limits.mean();
    }

    /** Whether a sequence with this error is wrong. */
    boolean isWrong(double error) {
        // NaN is wrong, too
        return !(error <= limits.tolerance());
    }

    /** How many of the most recent sequences were wrong. */
    int wrong() {
        return wrong;
    }

    /** The mean error of the most recent sequences; NaN of none. */
    double mean() {
        return sum / Math.min(seen, errors.length);
    }
}
