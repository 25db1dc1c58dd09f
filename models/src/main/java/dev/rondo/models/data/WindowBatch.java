package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.forecast.Forecaster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The inputs of a forecaster for some windows of series, in arrays that are used again and again.
 */
public final class WindowBatch {
    private final Forecaster.Inputs form;
    private final int batch;
    private final StaticFeatures statics;
    private final float[] window;
    private final float[] known;
    private final float[] numbers;
    private final int[] categories;
    private final float[] scale;
    private final float[] target;
    private final boolean[] observed;
    private final Map<String, Array> inputs = new LinkedHashMap<>();
    private final Map<String, Array> all = new LinkedHashMap<>();

    /**
     * Arrays for so many windows.
     *
     * @param form which inputs there are
     * @param statics how static columns become numbers
     */
    public WindowBatch(Forecaster.Inputs form, int batch, StaticFeatures statics) {
        this.form = form;
        this.batch = batch;
        this.statics = statics;
        int columns = form.columns();
        window = new float[size(size(form.window(), batch), columns)];
        known = new float[size(size(form.horizon(), batch), form.known())];
        numbers = new float[size(batch, form.statics())];
        categories = new int[size(batch, form.categories().size())];
        scale = new float[batch];
        target = new float[size(batch, form.horizon())];
        observed = new boolean[target.length];
        inputs.put(Forecaster.WINDOW, Array.of(window, form.window(), batch, columns));
        if (form.known() > 0) {
            inputs.put(Forecaster.KNOWN, Array.of(known, form.horizon(), batch, form.known()));
        }
        if (form.statics() > 0) {
            inputs.put(Forecaster.STATICS, Array.of(numbers, batch, form.statics()));
        }
        if (!form.categories().isEmpty()) {
            inputs.put(
                    Forecaster.CATEGORIES, Array.of(categories, batch, form.categories().size()));
        }
        if (form.scaled()) {
            inputs.put(Forecaster.SCALE, Array.of(scale, batch, 1));
        }
        all.putAll(inputs);
        all.put(Forecaster.TARGET, Array.of(target, batch, form.horizon()));
        if (form.masked()) {
            all.put(Forecaster.OBSERVED, Array.of(observed, batch, form.horizon()));
        }
    }

    private static int size(int a, int b) {
        return Math.multiplyExact(a, b);
    }

    /** The inputs of a forecast; overwritten by the next windows. */
    public Map<String, Array> inputs() {
        return inputs;
    }

    /** The inputs and what came; overwritten by the next windows. */
    public Map<String, Array> withTargets() {
        return all;
    }

    /**
     * Takes the window before a forecast. Where it reaches back before the series, the first row is
     * repeated.
     *
     * @param row which row of the batch
     * @param scalings how the columns of the series are scaled
     * @param origin the first row that is forecast
     * @throws DataException when a value is so large that it is no number once it is scaled, or
     *     what must be known ahead is not
     */
    public void put(int row, Series series, List<Scaling> scalings, int origin) {
        put(row, series, scalings, origin, false);
    }

    /** The same for a series whose categories count as unknown. */
    void put(int row, Series series, List<Scaling> scalings, int origin, boolean stranger) {
        int columns = form.columns();
        int width = series.width();
        for (int t = 0; t < form.window(); t++) {
            int from = Math.max(0, origin - form.window() + t);
            int at = (t * batch + row) * columns;
            for (int c = 0; c < width; c++) {
                window[at + c] = scaled(series, scalings, c, from);
            }
            for (int m = width; m < columns; m++) {
                window[at + m] = series.isMissing(m - width, from) ? 1 : 0;
            }
        }
        int first = width - form.known();
        for (int h = 0; h < (form.known() > 0 ? form.horizon() : 0); h++) {
            for (int k = 0; k < form.known(); k++) {
                known[(h * batch + row) * form.known() + k] =
                        scaled(series, scalings, first + k, origin + h);
            }
        }
        if (form.statics() > 0) {
            System.arraycopy(
                    statics.numbers(series), 0, numbers, row * form.statics(), form.statics());
        }
        int kinds = form.categories().size();
        if (kinds > 0) {
            int[] found = stranger ? new int[kinds] : statics.categories(series);
            System.arraycopy(found, 0, categories, row * kinds, kinds);
        }
        scale[row] = (float) scalings.getFirst().deviation();
    }

    /**
     * Takes the values that came after an origin.
     *
     * @throws DataException as {@link #put}
     */
    public void putTarget(int row, Series series, List<Scaling> scalings, int origin) {
        for (int h = 0; h < form.horizon(); h++) {
            int at = row * form.horizon() + h;
            target[at] = scaled(series, scalings, 0, origin + h);
            observed[at] = !series.isFilled(origin + h);
        }
    }

    /**
     * A scaled value.
     *
     * @throws DataException when it is no number any more
     */
    static float scaled(Series series, List<Scaling> scaling, int column, int row) {
        double value = series.value(column, row);
        Scaling s = scaling.get(column);
        float scaled = (float) s.apply(value);
        if (!Float.isFinite(scaled)) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: column '%s' is %s in row %s, too far from its mean of %.4g and deviation of %.4g in the rows to train on. Correct the value",
                            series.name(),
                            series.columns().values().get(column),
                            value,
                            series.time(row),
                            s.mean(),
                            s.deviation()));
        }
        return scaled;
    }
}
