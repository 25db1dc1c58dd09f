package dev.rondo.models.data;

import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.training.Batches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A panel of series cut into examples: the rows of a window, and the values of the target in the
 * rows after it. An example belongs to the part that all its forecast rows lie in; its window may
 * reach back into parts before, as it does when a forecast is really made. Immutable.
 */
public final class SeriesWindows {
    /** The share of training examples of which the categories are hidden. */
    private static final double STRANGERS = 0.05;

    /**
     * What an example is, and which part of the rows is held out.
     *
     * @param window rows that are read
     * @param horizon rows that are forecast
     * @param validation share of the rows that tells the best model, before the test's
     * @param test share of the rows at the end, for the test; 0 for none
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
            if (!(validation > 0 && test >= 0 && validation + test < 1)) {
                throw new IllegalArgumentException(
                        "the share for validation must be above 0, that for the test at least 0, and"
                                + " both must leave something to train on, got "
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
                case TRAINING -> 0;
                case VALIDATION -> end(Split.TRAINING, rows);
                case TEST -> end(Split.VALIDATION, rows);
            };
        }
    }

    private final Panel panel;
    private final Form form;
    private final int history;
    private final Map<Split, Origins> origins = new EnumMap<>(Split.class);
    private final List<List<Scaling>> scaling;

    /**
     * Cuts a series; the scaling is fitted on the rows to train on.
     *
     * @throws DataException as {@link #SeriesWindows(Panel, Form, boolean)}
     */
    public SeriesWindows(Series series, Form form) {
        this(Panel.of(series), form, false);
    }

    /**
     * Cuts each series of a panel; its scaling is fitted on its rows to train on. Of several
     * series, some may be too short for a part; a window may then reach back before their first
     * row, where it is repeated.
     *
     * @param counts whether the target are counts, which are scaled by their mean alone
     * @throws DataException when one of the parts has too few rows for an example, a column is
     *     constant, or a held-out value is so far from the rows to train on that it is no number
     *     once it is scaled
     */
    public SeriesWindows(Panel panel, Form form, boolean counts) {
        this.panel = panel;
        this.form = form;
        boolean several = panel.series().size() > 1;
        this.history = several ? Math.min(form.window(), form.horizon()) : form.window();
        if (!several) {
            checkLength(panel.series().getFirst());
        }
        for (Split split : Split.values()) {
            origins.put(split, find(split));
            if ((split != Split.TEST || form.test() > 0) && origins(split).size() == 0) {
                throw none(split);
            }
        }
        this.scaling =
                panel.series().stream()
                        .map(
                                s ->
                                        s.scaling(
                                                Math.max(1, form.trainingRows(s.rows())),
                                                several,
                                                counts))
                        .toList();
        for (int i = 0; i < scaling.size(); i++) {
            Series s = panel.series().get(i);
            for (int c = 0; c < s.width(); c++) {
                for (int row = 0; row < s.rows(); row++) {
                    WindowBatch.scaled(s, scaling.get(i), c, row);
                }
            }
        }
    }

    private void checkLength(Series series) {
        int rows = series.rows();
        int trained = form.trainingRows(rows);
        if (trained < form.window() + form.horizon()) {
            throw tooFew(
                    series,
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
            if (held < form.horizon() && (split == Split.VALIDATION || form.test() > 0)) {
                throw tooFew(
                        series,
                        held + (split == Split.TEST ? " for the test" : " for validation"),
                        "a horizon of " + form.horizon() + " needs as many");
            }
        }
    }

    private DataException none(Split split) {
        String part =
                switch (split) {
                    case TRAINING -> "to train on";
                    case VALIDATION -> "for validation";
                    case TEST -> "for the test";
                };
        return new DataException(
                panel.series().size() == 1
                        ? String.format(
                                Locale.ROOT,
                                "%s: every forecast of %d rows %s meets a row that was filled in,"
                                        + " so nothing can be measured. Use a smaller horizon, or"
                                        + " allow the gaps",
                                panel.source().name(),
                                form.horizon(),
                                part)
                        : String.format(
                                Locale.ROOT,
                                "%s: none of the %d series has enough rows %s for a forecast of %d rows"
                                        + " after %d; the longest has %d rows. Use other shares or a"
                                        + " smaller horizon",
                                panel.source().name(),
                                panel.series().size(),
                                part,
                                form.horizon(),
                                history,
                                panel.series().stream().mapToInt(Series::rows).max().orElse(0)));
    }

    private static DataException tooFew(Series series, String are, String needed) {
        return new DataException(
                String.format(
                        Locale.ROOT,
                        "%s is too short: of its %d rows %s, and %s. Use a longer series, other shares, a smaller window or a smaller horizon",
                        series.name(),
                        series.rows(),
                        are,
                        needed));
    }

    /** The series. */
    public Panel panel() {
        return panel;
    }

    /** What an example is. */
    public Form form() {
        return form;
    }

    /** Of each series, how the target and then the features are scaled. */
    public List<List<Scaling>> scaling() {
        return scaling;
    }

    /** Rows to train on, of all series. */
    public long trainingRows() {
        return rows(Split.TRAINING);
    }

    /** Rows of a part, of all series. */
    public long rows(Split split) {
        return panel.series().stream().mapToLong(s -> end(split, s) - begin(split, s)).sum();
    }

    /** The first row of a part of a series. */
    public int begin(Split split, Series series) {
        return form.begin(split, series.rows());
    }

    /** The row after the last of a part of a series. */
    public int end(Split split, Series series) {
        return form.end(split, series.rows());
    }

    /**
     * Where the examples of a part begin, series by series, in the order of time. For validation
     * and test without those that forecast a row that was put in, or begin after one: nothing was
     * measured there.
     */
    public Origins origins(Split split) {
        return origins.get(split);
    }

    private Origins find(Split split) {
        List<int[]> rows = new ArrayList<>();
        List<int[]> series = new ArrayList<>();
        for (int i = 0; i < panel.series().size(); i++) {
            Series s = panel.series().get(i);
            int which = i;
            int from = Math.max(begin(split, s), history);
            int[] of =
                    split == Split.TRAINING
                            ? learned(s, from)
                            : s.measured(from, end(split, s), form.horizon());
            rows.add(of);
            series.add(Arrays.stream(of).map(_ -> which).toArray());
        }
        return new Origins(joined(series), joined(rows));
    }

    private static int[] joined(List<int[]> parts) {
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Where forecasts begin of which something came that can be learned. */
    private int[] learned(Series series, int from) {
        return IntStream.rangeClosed(from, end(Split.TRAINING, series) - form.horizon())
                .filter(
                        origin ->
                                IntStream.range(origin, origin + form.horizon())
                                        .anyMatch(row -> !series.isFilled(row)))
                .toArray();
    }

    /**
     * Batches to train on, without end: each epoch has every example of the training part in
     * another order; its last batch is filled up with examples from its beginning.
     *
     * @param form which inputs there are
     * @param statics how static columns become numbers; of one example in twenty, the categories
     *     are hidden, so that the model learns of series that it does not know
     * @param batch rows B
     * @param seed of the order
     */
    public Batches training(Forecaster.Inputs form, StaticFeatures statics, int batch, long seed) {
        WindowBatch arrays = new WindowBatch(form, batch, statics);
        return new SeriesBatches(arrays, this, origins(Split.TRAINING), batch, seed, STRANGERS);
    }

    @Override
    public String toString() {
        int count = panel.series().size();
        return String.format(
                Locale.ROOT,
                "%s: %,d rows of '%s' to train on, %,d for validation, %,d held out at the end%s",
                panel.source().name(),
                trainingRows(),
                panel.columns().target(),
                rows(Split.VALIDATION),
                rows(Split.TEST),
                count == 1 ? "" : String.format(Locale.ROOT, ", of %,d series", count));
    }
}
