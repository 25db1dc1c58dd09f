package dev.rondo.models.task;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Missing;
import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Pace;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.StaticFeatures;
import dev.rondo.models.data.WindowBatch;
import dev.rondo.models.forecast.Conformal;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.ForecastModel;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.forecast.Likelihood;
import dev.rondo.models.forecast.Outcome;
import dev.rondo.models.forecast.PathForecaster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A forecaster with the columns that it reads and their scaling, as a run directory has it. */
public final class SeriesModel {
    /** The task of such models in commands and run directories. */
    public static final String TASK = "series";

    private static final String FORECAST = "forecast";

    /**
     * A value is reported when it is beyond the range of training by more than this part of the
     * range.
     */
    private static final double FAR = 0.1;

    private static final int AT_ONCE = 64;

    /** The most paths that go on at once, unless one forecast has more. */
    private static final int MOST_ROWS = 6400;

    /** The most forecasts on which a model is measured. */
    private static final int MOST_MEASURED = 4096;

    /** The most where each is drawn path by path. */
    private static final int MOST_DRAWN = 512;

    private final SeriesSettings settings;
    private final Map<String, FittedScaling> scaling;
    private final StaticFeatures statics;
    private final Optional<Pace> pace;
    private final Optional<Conformal> calibration;
    private final Likelihood likelihood;
    private final Scope scope = Scope.root();
    private final ForecastModel model;

    /**
     * Declares the model's variables in a scope of its own.
     *
     * @param scaling of the columns of each series to train on, by its name
     */
    SeriesModel(
            SeriesSettings settings,
            Map<String, FittedScaling> scaling,
            StaticFeatures statics,
            Optional<Pace> pace,
            Optional<Conformal> calibration) {
        this.settings = settings;
        this.scaling = Map.copyOf(scaling);
        this.statics = statics;
        this.pace = pace;
        this.calibration = calibration;
        this.likelihood = settings.loss().likelihood();
        Forecaster.Config config =
                new Forecaster.Config(
                        inputs(settings, statics),
                        settings.stack().hidden(),
                        settings.stack().layers(),
                        settings.stack().cells(),
                        settings.stack().options(),
                        likelihood,
                        settings.guess());
        Scope own = scope.child("model");
        this.model =
                settings.paths()
                        .<ForecastModel>map(n -> new PathForecaster(own, config, n))
                        .orElseGet(() -> new Forecaster(own, config));
    }

    private static Forecaster.Inputs inputs(SeriesSettings settings, StaticFeatures statics) {
        Series.Columns columns = settings.columns();
        boolean masked = columns.numbers().missing() == Missing.MASK;
        int width = columns.values().size();
        return new Forecaster.Inputs(
                settings.window(),
                settings.horizon(),
                width + (masked ? 1 + columns.features().size() : 0),
                columns.ahead().size(),
                statics.numbers(),
                statics.categories(),
                settings.loss().likelihood().counts(),
                masked);
    }

    /** The model that a run directory describes. */
    public static SeriesModel parse(Configuration c) {
        return Described.by(c, SeriesModel::made);
    }

    private static SeriesModel made(Configuration c) {
        SeriesSettings settings = SeriesSettings.parse(c.section("series"));
        int columns = settings.columns().values().size();
        Map<String, FittedScaling> scaling = SeriesScaling.parse(c);
        for (FittedScaling of : scaling.values()) {
            if (of.columns().size() != columns) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "there must be one scaling for each of the columns %s, found %d",
                                settings.columns().values(),
                                of.columns().size()));
            }
        }
        MemoryNeed.of(settings.stack(), columns, settings.horizon(), 1, settings.window()).check();
        return new SeriesModel(
                settings,
                scaling,
                SeriesScaling.statics(c),
                c.has("pace") ? Optional.of(pace(c.section("pace"))) : Optional.empty(),
                c.has("calibration")
                        ? Optional.of(
                                new Conformal(
                                        c.section("calibration").numbers("errors"),
                                        c.section("calibration").numbers("shifts")))
                        : Optional.empty());
    }

    Configuration toConfiguration(Optional<Conformal> calibrated) {
        return SeriesScaling.addTo(
                        Configuration.empty()
                                .with("task", TASK)
                                .with("series", settings.toConfiguration()),
                        scaling,
                        statics)
                .with("pace", pace.map(SeriesModel::configuration).orElse(null))
                .with(
                        "calibration",
                        calibrated
                                .map(
                                        k ->
                                                Configuration.empty()
                                                        .with("errors", k.errors())
                                                        .with("shifts", k.shifts()))
                                .orElse(null));
    }

    private static Configuration configuration(Pace p) {
        return Configuration.empty().with("step", p.step()).with("seconds", p.seconds());
    }

    private static Pace pace(Configuration c) {
        return new Pace(c.text("step"), c.number("seconds"));
    }

    /**
     * How the columns of a series are scaled: as in training, or, where that had no series of its
     * name, by its own rows.
     */
    public List<Scaling> scaling(Series series) {
        FittedScaling known = scaling.get(series.id());
        return known == null
                ? series.scaling(series.rows(), true, likelihood.counts())
                : known.columns();
    }

    /**
     * A sentence for each input of a forecast after the end of a series that lies far outside the
     * values on which the model was trained, for a series that it was not trained on, and for rows
     * that are much closer together or further apart.
     */
    public List<String> beyond(Series series) {
        List<String> sentences = new ArrayList<>(statics.unknown(series));
        if (!scaling.containsKey(series.id())) {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "the model was not trained on series '%s'; it is scaled by its own %,d rows",
                            series.id(),
                            series.rows()));
        }
        if (pace.isPresent() && series.pace().filter(pace.get()::differsFrom).isPresent()) {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "the rows are %s apart; those that the model was trained on were %s",
                            series.pace().get().step(),
                            pace.get().step()));
        }
        int first = Math.max(0, series.rows() - settings.window());
        List<Scaling> scalings = scaling(series);
        for (int c = 0; c < scalings.size(); c++) {
            Scaling s = scalings.get(c);
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
                                "%d of the last %d values of '%s'%s lie far outside those that the model was trained"
                                        + " on, %s to %s; the farthest is %s, in row %d",
                                count,
                                settings.window(),
                                series.columns().values().get(c),
                                series.id().isEmpty() ? "" : " of '" + series.id() + "'",
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

    /** How many numbers of a row it reads. */
    public int columns() {
        return model.inputs().columns();
    }

    /** How static columns become numbers. */
    StaticFeatures statics() {
        return statics;
    }

    /** How its quantiles were calibrated, as its directory has it; empty where it has none. */
    public Optional<Conformal> calibration() {
        return calibration;
    }

    /** What reads and forecasts. */
    public ForecastModel model() {
        return model;
    }

    /** Where the variables of the model are declared. */
    public Scope scope() {
        return scope;
    }

    /** A program that forecasts, and does not train. */
    public Program program() {
        return forecasting(Program.of(DType.F32, scope, 0));
    }

    /** A program that also forecasts. */
    Program forecasting(Program program) {
        return model.addTo(program, FORECAST, atOnce());
    }

    /** How many forecasts are made at once. */
    public int atOnce() {
        return settings.paths().map(n -> Math.clamp(MOST_ROWS / n, 1, AT_ONCE)).orElse(AT_ONCE);
    }

    /** The arrays for some windows. */
    public WindowBatch windows(int batch) {
        return new WindowBatch(model.inputs(), batch, statics);
    }

    /**
     * Makes any number of forecasts.
     *
     * @param executable of a program with {@link #forecasting}
     * @param panel has the columns that the model reads
     * @param beforeEach called before each batch of them; an exception that it throws ends the call
     * @param origins where each begins; a window of rows comes before it
     * @return what the model itself says of each row of each forecast
     */
    public Outcome[][] outcomes(
            Executable executable, Panel panel, Runnable beforeEach, Origins origins) {
        int batch = atOnce();
        WindowBatch windows = windows(batch);
        List<List<Scaling>> scalings = panel.series().stream().map(this::scaling).toList();
        Outcome[][] outcomes = new Outcome[origins.size()][];
        for (int from = 0; from < origins.size(); from += batch) {
            beforeEach.run();
            int end = Math.min(from + batch, origins.size());
            List<Sought> some = new ArrayList<>();
            for (int i = from; i < end; i++) {
                int which = origins.series()[i];
                Series series = panel.series().get(which);
                some.add(new Sought(series, scalings.get(which), origins.rows()[i]));
            }
            Outcome[][] made = outcomes(executable, FORECAST, windows, some);
            System.arraycopy(made, 0, outcomes, from, made.length);
        }
        return outcomes;
    }

    /** A forecast to make: of a series, how its columns are scaled, and its first row. */
    private record Sought(Series series, List<Scaling> scaling, int row) {
        /** Where a forecast is made decides what is drawn, not what is forecast beside it. */
        private long seed() {
            return 31L * series.id().hashCode() + row;
        }
    }

    /** What the model says, at most as much as the windows hold. */
    private Outcome[][] outcomes(
            Executable executable, String entry, WindowBatch windows, List<Sought> sought) {
        for (int b = 0; b < sought.size(); b++) {
            Sought one = sought.get(b);
            windows.put(b, one.series(), one.scaling(), one.row());
        }
        return model.outcomes(
                executable,
                entry,
                windows.inputs(),
                sought.stream().map(o -> o.scaling().getFirst()).toList(),
                sought.stream().mapToLong(Sought::seed).toArray());
    }

    /**
     * The forecasts after the ends of series, at most as many as the windows hold.
     *
     * @param entry as {@link ForecastModel#addTo} was told
     */
    public List<Forecast> forecasts(
            Executable executable, String entry, WindowBatch windows, List<Series> series) {
        List<Sought> ends = series.stream().map(s -> new Sought(s, scaling(s), s.rows())).toList();
        return forecasts(outcomes(executable, entry, windows, ends), series, calibration);
    }

    /**
     * The forecast that outcomes make.
     *
     * @param calibrated how quantiles are calibrated; empty for those of the model itself
     */
    Forecast forecast(Outcome[] outcomes, Series series, Optional<Conformal> calibrated) {
        if (calibrated.isPresent()) {
            Forecast made = calibrated.get().of(outcomes, scaling(series).getFirst());
            return likelihood.counts() ? made.ofCounts() : made;
        }
        double[] points = new double[outcomes.length];
        double[][] quantiles = new double[outcomes.length][];
        for (int h = 0; h < outcomes.length; h++) {
            Outcome outcome = outcomes[h];
            points[h] = outcome.point();
            quantiles[h] =
                    settings.loss().isProbabilistic()
                            ? Forecast.LEVELS.levels().stream()
                                    .mapToDouble(outcome::quantile)
                                    .toArray()
                            : new double[0];
        }
        return new Forecast(points, quantiles);
    }

    /** The forecasts that outcomes make, each of the series of its origin. */
    public List<Forecast> forecasts(
            Outcome[][] outcomes, Panel panel, Origins origins, Optional<Conformal> calibrated) {
        List<Series> series =
                Arrays.stream(origins.series()).mapToObj(panel.series()::get).toList();
        return forecasts(outcomes, series, calibrated);
    }

    private List<Forecast> forecasts(
            Outcome[][] outcomes, List<Series> series, Optional<Conformal> calibrated) {
        List<Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            forecasts.add(forecast(outcomes[i], series.get(i), calibrated));
        }
        return forecasts;
    }

    /**
     * What the model itself says of the rows after the end of each series of a panel.
     *
     * @param executable of a program with {@link #forecasting}
     * @return [series][step]
     */
    public Outcome[][] next(Executable executable, Panel panel) {
        return outcomes(executable, panel, () -> {}, panel.origins(Series::rows));
    }

    /** The forecasts that outcomes after the end of each series make. */
    public List<Forecast> forecasts(Outcome[][] next, Panel panel, Optional<Conformal> calibrated) {
        return forecasts(next, panel.series(), calibrated);
    }

    /**
     * How quantiles are calibrated for forecasts after the ends of series: on forecasts of all rows
     * after those that the model was trained on. That needs series that begin with these, and have
     * at least as many after them as there were for validation; otherwise it is the calibration of
     * the run directory, on the validation rows.
     *
     * @param executable of a program with {@link #forecasting}
     */
    public Optional<Conformal> calibration(Executable executable, Panel panel) {
        int horizon = settings.horizon();
        Origins all = panel.measured(this::firstUntrained, horizon);
        if (all.size() == 0) {
            return calibration;
        }
        Origins some = thinned(all);
        return Optional.of(
                Conformal.fit(
                        outcomes(executable, panel, () -> {}, some),
                        panel.after(some, horizon),
                        Arrays.stream(some.series())
                                .mapToObj(i -> scaling(panel.series().get(i)).getFirst())
                                .toList()));
    }

    /** The first row that the model was not trained on; after the last where that is not known. */
    private int firstUntrained(Series series) {
        FittedScaling known = scaling.get(series.id());
        if (known == null || !known.isOf(series, likelihood.counts())) {
            return series.rows();
        }
        double share = settings.validation() / (1 - settings.validation() - settings.test());
        int validated = (int) Math.round(known.rows() * share);
        return series.rows() - known.rows() < validated ? series.rows() : known.rows();
    }

    /** As many origins as a model is measured on, evenly spread over those that there are. */
    Origins thinned(Origins origins) {
        return origins.thinned(settings.paths().isPresent() ? MOST_DRAWN : MOST_MEASURED);
    }

    /** The scaling of each series, by its name. */
    static Map<String, FittedScaling> byName(SeriesWindows windows) {
        Map<String, FittedScaling> named = new LinkedHashMap<>();
        List<Series> series = windows.panel().series();
        for (int i = 0; i < series.size(); i++) {
            int rows = windows.form().trainingRows(series.get(i).rows());
            named.put(series.get(i).id(), new FittedScaling(windows.scaling().get(i), rows));
        }
        return named;
    }
}
