package dev.rondo.models.data;

import java.util.Locale;

/** What becomes of the rows that are missing in a series whose rows follow in regular steps. */
public enum Gaps {
    /** The series is refused; the message says how many rows are missing, and where. */
    ERROR,
    /** The rows beside a gap count as neighbors. */
    ALLOW,
    /** Rows are put in, on a straight line between the neighbors. */
    FILL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
