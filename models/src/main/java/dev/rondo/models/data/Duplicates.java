package dev.rondo.models.data;

import java.util.Locale;

/** What becomes of rows of the same time. */
public enum Duplicates {
    /** The file is refused; the message has the line. */
    ERROR,
    /** The first of them counts. */
    FIRST,
    /** The last of them counts. */
    LAST,
    /** Their mean counts, of those that have a value. */
    MEAN,
    /** Their sum counts, of those that have a value. */
    SUM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One value of several; NaN where all are missing. */
    double merge(double[] column, int[] rows) {
        double sum = 0;
        int count = 0;
        for (int row : rows) {
            if (!Double.isNaN(column[row])) {
                sum += column[row];
                count++;
            }
        }
        return switch (this) {
            case ERROR, FIRST -> column[rows[0]];
            case LAST -> column[rows[rows.length - 1]];
            case MEAN -> sum / count; // NaN of none
            case SUM -> count == 0 ? Double.NaN : sum;
        };
    }
}
