package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Pace;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.forecast.Forecaster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A forecaster with the columns that it reads and their scaling, as a run directory has it. */
public final class SeriesModel {
    private static final String FORECAST = "forecast";

    /**
     * A value is reported when it is beyond the range of training by more than this part of the
     * range.
     */
    private static final double FAR = 0.1;

    private final SeriesSettings settings;
    private final List<Scaling> scaling;
    private final Optional<Pace> pace;
    private final Scope scope = Scope.root();
    private final Forecaster model;

    /** Declares the model's variables in a scope of its own. */
    SeriesModel(SeriesSettings settings, List<Scaling> scaling, Optional<Pace> pace) {
        this.settings = settings;
        this.scaling = scaling;
        this.pace = pace;
        this.model =
                new Forecaster(
                        scope.child("model"),
                        new Forecaster.Config(
                                scaling.size(),
                                settings.stack().hidden(),
                                settings.stack().layers(),
                                settings.horizon(),
                                settings.stack().cells(),
                                settings.stack().options()));
    }

    /** The model that a run directory describes. */
    public static SeriesModel parse(Configuration c) {
        return Described.by(c, SeriesModel::made);
    }

    private static SeriesModel made(Configuration c) {
        SeriesSettings settings = SeriesSettings.parse(c.section("series"));
        List<Scaling> scaling = c.sections("scaling").stream().map(SeriesModel::scaling).toList();
        if (scaling.size() != settings.columns().numbers().size()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "there must be one scaling for each of the columns %s, found %d",
                            settings.columns().numbers(),
                            scaling.size()));
        }
        MemoryNeed.of(settings.stack(), scaling.size(), settings.horizon(), 1, settings.window())
                .check();
        return new SeriesModel(
                settings,
                scaling,
                c.has("pace") ? Optional.of(pace(c.section("pace"))) : Optional.empty());
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("task", SeriesTask.NAME)
                .with("series", settings.toConfiguration())
                .with("scaling", scaling.stream().map(SeriesModel::configuration).toList())
                .with("pace", pace.map(SeriesModel::configuration).orElse(null));
    }

    static Configuration configuration(Scaling s) {
        return Configuration.empty()
                .with("mean", s.mean())
                .with("deviation", s.deviation())
                .with("least", s.least())
                .with("most", s.most());
    }

    private static Configuration configuration(Pace p) {
        return Configuration.empty().with("step", p.step()).with("seconds", p.seconds());
    }

    private static Pace pace(Configuration c) {
        return new Pace(c.text("step"), c.number("seconds"));
    }

    /** The scaling. Runs from before the range was stored do not have the range. */
    static Scaling scaling(Configuration s) {
        return new Scaling(
                s.number("mean"),
                s.number("deviation"),
                s.number("least", Double.NEGATIVE_INFINITY),
                s.number("most", Double.POSITIVE_INFINITY));
    }

    /**
     * A sentence for each input of a forecast after the end of a series that lies far outside the
     * values on which the model was trained, and a sentence for rows that are much closer together
     * or further apart.
     */
    public List<String> beyond(Series series) {
        List<String> sentences = new ArrayList<>();
        if (pace.isPresent() && series.pace().filter(pace.get()::differsFrom).isPresent()) {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "the rows are %s apart; those that the model was trained on were %s",
                            series.pace().get().step(),
                            pace.get().step()));
        }
        int first = series.rows() - settings.window();
        for (int c = 0; c < scaling.size(); c++) {
            Scaling s = scaling.get(c);
            int count = 0;
            int worst = first;
            for (int row = first; row < series.rows(); row++) {
                double beyond = s.beyond(series.value(c, row));
                count += beyond > FAR * (s.most() - s.least()) ? 1 : 0;
                worst = beyond > s.beyond(series.value(c, worst)) ? row : worst;
            }
            if (count > 0) {
                sentences.add(
                        String.format(
                                Locale.ROOT,
                                "%d of the last %d values of '%s' lie far outside those that the model was trained"
                                        + " on, %s to %s; the farthest is %s, in row %d",
                                count,
                                settings.window(),
                                series.columns().numbers().get(c),
                                s.least(),
                                s.most(),
                                series.value(c, worst),
                                worst + 1));
            }
        }
        return sentences;
    }

    /** Its form and the columns that it reads. */
    public SeriesSettings settings() {
        return settings;
    }

    /** How each column that it reads is scaled, the target first. */
    public List<Scaling> scaling() {
        return scaling;
    }

    /** What reads and forecasts. */
    public Forecaster model() {
        return model;
    }

    /** Where the variables of the model are declared. */
    public Scope scope() {
        return scope;
    }

    /** A program that makes this many forecasts at once, and does not train. */
    public Program program(int batch) {
        return Program.of(DType.F32, scope, 0).with(forecasting(batch));
    }

    /** The entry that makes this many forecasts at once. */
    Entry forecasting(int batch) {
        return Entry.trace(FORECAST, DType.F32, model.forecasting(settings.window(), batch));
    }

    /**
     * Makes any number of forecasts.
     *
     * @param executable of a program with {@link #forecasting}
     * @param batch number of forecasts that it makes at once
     * @param series has the columns that the model reads
     * @param beforeEach called before each batch of them; an exception that it throws ends the call
     * @param origins the first forecast row of each forecast; a window of rows comes before it
     * @return for each origin, the forecast values in the target's units
     */
    public double[][] forecast(
            Executable executable, int batch, Series series, Runnable beforeEach, int... origins) {
        int length = settings.window();
        float[] window = new float[length * batch * scaling.size()];
        Array input = Array.of(window, length, batch, scaling.size());
        double[][] forecasts = new double[origins.length][settings.horizon()];
        for (int from = 0; from < origins.length; from += batch) {
            beforeEach.run();
            for (int b = 0; b < batch; b++) {
                // rows after the last origin repeat it, and their results are ignored
                int origin = origins[Math.min(from + b, origins.length - 1)];
                SeriesWindows.window(series, scaling, length, origin, window, batch, b);
            }
            Array y = executable.run(FORECAST, Map.of(Forecaster.WINDOW, input)).get(FORECAST);
            for (int b = 0; b < Math.min(batch, origins.length - from); b++) {
                for (int h = 0; h < settings.horizon(); h++) {
                    double scaled = y.get(b * settings.horizon() + h);
                    forecasts[from + b][h] = scaling.getFirst().invert(scaled);
                }
            }
        }
        return forecasts;
    }
}
