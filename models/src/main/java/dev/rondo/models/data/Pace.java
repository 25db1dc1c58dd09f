package dev.rondo.models.data;

/**
 * How far apart in time most rows of a series are.
 *
 * @param step in words
 * @param seconds about how many, above 0
 */
public record Pace(String step, double seconds) {
    /** Months are of unequal length, and some weekdays three days apart. */
    private static final double FACTOR = 1.5;

    /** Checks the seconds. */
    public Pace {
        if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the rows of a series must be more than 0 seconds apart, and a finite number,"
                            + " got "
                            + seconds);
        }
    }

    /** Whether rows of the other follow each other far faster or slower. */
    public boolean differsFrom(Pace other) {
        double ratio = seconds / other.seconds;
        return ratio > FACTOR || ratio < 1 / FACTOR;
    }
}
