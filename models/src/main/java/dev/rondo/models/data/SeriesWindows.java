package dev.rondo.models.data;

import dev.rondo.models.training.Batches;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A series cut into examples: the rows of a window, and the values of the target in the rows after
 * it. An example belongs to the part that all its forecast rows lie in; its window may reach back
 * into parts before, as it does when a forecast is really made. Immutable.
 */
public final class SeriesWindows {
    /**
     * What an example is, and which part of the rows is held out.
     *
     * @param window rows that are read
     * @param horizon rows that are forecast
     * @param validation share of the rows that tells the best model, before the test's
     * @param test share of the rows at the end, for the test
     */
    public record Form(int window, int horizon, double validation, double test) {
        /** Checks the sizes. */
        public Form {
            if (window < 1 || horizon < 1) {
                throw new IllegalArgumentException(
                        "window and horizon need at least one row, got "
                                + window
                                + " and "
                                + horizon);
            }
            if (!(validation > 0 && test > 0 && validation + test < 1)) {
                throw new IllegalArgumentException(
                        "the shares for validation and test must be above 0 and leave something"
                                + " to train on, got "
                                + validation
                                + " and "
                                + test);
            }
        }

        /** Rows to train on, of so many. */
        public int trainingRows(int rows) {
            return rows - held(rows, validation) - held(rows, test);
        }

        private int held(int rows, double share) {
            return Math.toIntExact(Math.round(rows * share));
        }

        private int end(Split split, int rows) {
            return switch (split) {
                case TRAINING -> trainingRows(rows);
                case VALIDATION -> rows - held(rows, test);
                case TEST -> rows;
            };
        }

        private int begin(Split split, int rows) {
            return switch (split) {
                case TRAINING -> window;
                case VALIDATION -> end(Split.TRAINING, rows);
                case TEST -> end(Split.VALIDATION, rows);
            };
        }
    }

    private final Series series;
    private final Form form;
    private final List<Scaling> scaling;

    /**
     * Cuts a series; the scaling is fitted on the rows to train on.
     *
     * @throws DataException when one of the parts has too few rows for an example, a column is
     *     constant, or a held-out value is so far from the rows to train on that it is no number
     *     once it is scaled
     */
    public SeriesWindows(Series series, Form form) {
        this.series = series;
        this.form = form;
        int rows = series.rows();
        int trained = form.trainingRows(rows);
        if (trained < form.window() + form.horizon()) {
            throw tooFew(
                    trained + " to train on",
                    String.format(
                            Locale.ROOT,
                            "a window of %d and a horizon of %d need %d",
                            form.window(),
                            form.horizon(),
                            form.window() + form.horizon()));
        }
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            int held = form.end(split, rows) - form.begin(split, rows);
            if (held < form.horizon()) {
                throw tooFew(
                        held + (split == Split.TEST ? " for the test" : " for validation"),
                        "a horizon of " + form.horizon() + " needs as many");
            }
            if (origins(split).length == 0) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s: every forecast of %d rows %s meets a row that was filled in,"
                                        + " so nothing can be measured. Use a smaller horizon, or"
                                        + " allow the gaps",
                                series.source().name(),
                                form.horizon(),
                                split == Split.TEST ? "for the test" : "for validation"));
            }
        }
        this.scaling = series.scaling(trained);
        for (int c = 0; c < scaling.size(); c++) {
            for (int row = 0; row < rows; row++) {
                scaled(series, scaling, c, row);
            }
        }
    }

    private DataException tooFew(String are, String needed) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s is too short: of its %d rows %s, and %s. Use a longer series, other shares, a smaller window or a smaller horizon",
                        series.source().name(),
                        series.rows(),
                        are,
                        needed));
    }

    /** The series. */
    public Series series() {
        return series;
    }

    /** What an example is. */
    public Form form() {
        return form;
    }

    /** How the target and then the features are scaled. */
    public List<Scaling> scaling() {
        return scaling;
    }

    /** Rows to train on. */
    public int trainingRows() {
        return form.trainingRows(series.rows());
    }

    /** The first row of a part. */
    public int begin(Split split) {
        return split == Split.TRAINING ? 0 : form.begin(split, series.rows());
    }

    /** The row after the last of a part. */
    public int end(Split split) {
        return form.end(split, series.rows());
    }

    /**
     * The first forecast row of each example of a part, in the order of time. For validation and
     * test without those that forecast a row that was filled in: nothing was measured there.
     */
    public int[] origins(Split split) {
        int first = form.begin(split, series.rows());
        // a window of the whole training part would begin before the series
        int from = Math.max(first, form.window());
        return IntStream.rangeClosed(from, form.end(split, series.rows()) - form.horizon())
                .filter(origin -> split == Split.TRAINING || !isFilled(origin))
                .toArray();
    }

    /** Whether one of the rows that are forecast from here is no measurement. */
    private boolean isFilled(int origin) {
        return IntStream.range(origin, origin + form.horizon()).anyMatch(series::isFilled);
    }

    /**
     * Batches to train on, without end: each epoch has every example of the training part in
     * another order; its last batch is filled up with examples from its beginning.
     *
     * @param batch rows B
     * @param seed of the order
     */
    public Batches training(int batch, long seed) {
        return new SeriesBatches(this, origins(Split.TRAINING), batch, seed);
    }

    /**
     * Writes the scaled rows before {@code origin} into a batch.
     *
     * @param into [window, batch, columns]
     * @param row which row of the batch
     */
    public void window(int origin, float[] into, int batch, int row) {
        window(series, scaling, form.window(), origin, into, batch, row);
    }

    /**
     * The same of any series, such as one that is longer than what was trained on.
     *
     * @throws DataException when a value is so large that it is no number once it is scaled
     */
    public static void window(
            Series series,
            List<Scaling> scaling,
            int length,
            int origin,
            float[] into,
            int batch,
            int row) {
        int columns = scaling.size();
        for (int t = 0; t < length; t++) {
            for (int c = 0; c < columns; c++) {
                into[(t * batch + row) * columns + c] =
                        scaled(series, scaling, c, origin - length + t);
            }
        }
    }

    /**
     * Writes the scaled values that follow into a batch.
     *
     * @param into [batch, horizon]
     * @param row which row of the batch
     */
    void target(int origin, float[] into, int row) {
        for (int h = 0; h < form.horizon(); h++) {
            into[row * form.horizon() + h] = scaled(series, scaling, 0, origin + h);
        }
    }

    private static float scaled(Series series, List<Scaling> scaling, int column, int row) {
        double value = series.value(column, row);
        Scaling s = scaling.get(column);
        float scaled = (float) s.apply(value);
        if (!Float.isFinite(scaled)) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: column '%s' is %s in row %s, too far from its mean of %.4g and deviation of %.4g in the rows to train on. Correct the value",
                            series.source().name(),
                            series.columns().numbers().get(column),
                            value,
                            series.time(row),
                            s.mean(),
                            s.deviation()));
        }
        return scaled;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %,d rows of '%s' to train on, %,d for validation, %,d held out at the end",
                series.source().name(),
                trainingRows(),
                series.columns().target(),
                end(Split.VALIDATION) - begin(Split.VALIDATION),
                end(Split.TEST) - begin(Split.TEST));
    }
}
