package dev.rondo.models.training;

/** Which of two values of a metric is better. NaN is worse than any number. */
public enum Goal {
    /** The smaller value is better, as for a loss. */
    MINIMIZE,
    /** The larger value is better, as for an accuracy. */
    MAXIMIZE;

    /** Whether {@code value} is better than {@code than}. */
    public boolean isBetter(double value, double than) {
        if (Double.isNaN(value)) {
            return false;
        }
        return Double.isNaN(than) || (this == MINIMIZE ? value < than : value > than);
    }
}
