package dev.rondo.models.task;

import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.Series;

import java.util.List;

/**
 * How the columns of a series are scaled.
 *
 * @param columns of each column
 * @param rows the first rows of the series, on which it was fitted and the model trained; 0 where
 *     that is not known
 */
record FittedScaling(List<Scaling> columns, int rows) {
    /** Whether a series begins with the rows that this was fitted on, and has more. */
    boolean isOf(Series series, boolean counts) {
        return rows > 0
                && rows < series.rows()
                && series.scaling(rows, true, counts).equals(columns);
    }
}
