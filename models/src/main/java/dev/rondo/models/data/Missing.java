package dev.rondo.models.data;

import java.util.Locale;

/**
 * What becomes of cells without a value, and of rows that were put in where some were missing. In
 * no case is a forecast measured where nothing was.
 */
public enum Missing {
    /** The file is refused; the message has the line and the column. */
    ERROR,
    /**
     * Values lie on a straight line between their neighbors. Before the first value and after the
     * last, these are repeated.
     */
    INTERPOLATE,
    /**
     * The last value is repeated, and a column of its own tells the model that it is none. The loss
     * leaves out what is missing in the target.
     */
    MASK;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
