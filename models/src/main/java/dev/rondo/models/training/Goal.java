package dev.rondo.models.training;

/** Which of two values of a metric is the better one. NaN is worse than anything. */
public enum Goal {
    /** The smaller, as of a loss. */
    MINIMIZE,
    /** The larger, as of an accuracy. */
    MAXIMIZE;

    /** Whether {@code value} is better than {@code than}. */
    public boolean isBetter(double value, double than) {
        if (Double.isNaN(value)) {
            return false;
        }
        return Double.isNaN(than) || (this == MINIMIZE ? value < than : value > than);
    }
}
