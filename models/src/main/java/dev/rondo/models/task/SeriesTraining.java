package dev.rondo.models.task;

import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Seasonality;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StaticFeatures;
import dev.rondo.models.forecast.Conformal;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.forecast.Outcome;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The training of a forecaster of one series or of several. */
public final class SeriesTraining implements ModelTraining {
    /** The root of the mean squared error on the validation rows. */
    public static final String RMSE = "rmse";

    /** The mean absolute error on the validation rows. */
    public static final String MAE = "mae";

    /** The mean absolute scaled error on the validation rows (Hyndman and Koehler 2006). */
    public static final String MASE = "mase";

    /** The continuous ranked probability score on the validation rows, scaled as MASE is. */
    public static final String CRPS = "crps";

    /** The most series that are searched for a season. */
    private static final int MOST_SEARCHED = 200;

    private final TrainingSettings settings;
    private final SeriesWindows windows;
    private final SeriesModel form;
    private final double[] scales;
    private final Program program;
    private final Batches batches;
    private Optional<Conformal> calibration;

    /**
     * The training of a new model.
     *
     * @param model if its season is 0, the season is searched for in the rows for training; if its
     *     window is 0, the window is derived from the season
     * @throws SettingException when the settings are impossible, or need too much memory
     */
    public static SeriesTraining create(
            Panel panel, SeriesSettings model, TrainingSettings settings) {
        SeriesWindows.Form shares = model.with(1, 0, FirstGuess.LAST).form();
        int rows =
                panel.series().stream()
                        .mapToInt(s -> shares.trainingRows(s.rows()))
                        .max()
                        .orElseThrow();
        int season = model.season() > 0 ? model.season() : season(panel, shares);
        if (season > rows) {
            throw new SettingException(
                    String.format(
                            Locale.ROOT,
                            "--season must be at most the number of rows to train on, %d, got %d",
                            rows,
                            season));
        }
        int window = model.window() > 0 ? model.window() : window(season, model.horizon(), rows);
        FirstGuess guess = GuessChoice.of(panel, shares, season, window, model.horizon());
        return new SeriesTraining(
                panel,
                model.with(panel.columns()).with(window, season, guess),
                settings,
                Optional.empty());
    }

    /** The season that most series have, among those that have one. */
    private static int season(Panel panel, SeriesWindows.Form shares) {
        Map<Integer, Integer> counts = new HashMap<>();
        panel.series().stream()
                .limit(MOST_SEARCHED)
                .forEach(
                        s -> {
                            int rows = shares.trainingRows(s.rows());
                            if (rows > 2) {
                                Seasonality.find(Arrays.copyOf(s.target(), rows))
                                        .ifPresent(found -> counts.merge(found, 1, Integer::sum));
                            }
                        });
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<Integer, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Two seasons, but at most a third of the rows for training. */
    private static int window(int season, int horizon, int rows) {
        int wished = Math.max(2 * season, Math.max(2 * horizon, 24));
        return Math.max(1, Math.min(wished, rows / 3));
    }

    /**
     * The training of a model whose window, season and first guess are known.
     *
     * @param calibration of its quantiles so far; empty when there is none
     * @throws SettingException when the settings are impossible, or need too much memory
     */
    public SeriesTraining(
            Panel panel,
            SeriesSettings model,
            TrainingSettings settings,
            Optional<Conformal> calibration) {
        SeriesWindows windows =
                new SeriesWindows(panel, model.form(), model.loss().likelihood().counts());
        int rows = settings.rows();
        int columns = panel.columns().values().size();
        MemoryNeed.of(model.stack(), columns, model.horizon(), rows, model.window()).check();
        SeriesModel form =
                new SeriesModel(
                        model,
                        SeriesModel.byName(windows),
                        StaticFeatures.fit(panel),
                        panel.series().getFirst().pace(),
                        calibration);
        this.settings = settings;
        this.windows = windows;
        this.form = form;
        this.scales = scales(windows, Math.max(1, model.season()));
        this.calibration = calibration;
        this.program =
                form.forecasting(settings.program(form.scope(), form.model().training(rows)));
        this.batches =
                windows.training(
                        form.model().inputs(), form.statics(), settings.batch(), settings.seed());
    }

    private static double[] scales(SeriesWindows windows, int season) {
        return windows.panel().series().stream()
                .mapToDouble(
                        s ->
                                ForecastErrors.scale(
                                        s.measured(0, windows.end(Split.TRAINING, s)), season))
                .toArray();
    }

    /** The series, divided into examples. */
    public SeriesWindows windows() {
        return windows;
    }

    /** The model. */
    public SeriesModel model() {
        return form;
    }

    /** How the quantiles are calibrated, on the validation rows of the last evaluation. */
    public Optional<Conformal> calibration() {
        return calibration;
    }

    /**
     * What MASE divides the errors of each series by: the mean absolute error of the naive forecast
     * of the rows to train on.
     */
    public double[] scales() {
        return scales;
    }

    @Override
    public TrainingSettings settings() {
        return settings;
    }

    @Override
    public DataSource data() {
        return windows.panel().source();
    }

    @Override
    public Batches batches() {
        return batches;
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public Configuration description() {
        return form.toConfiguration(calibration);
    }

    @Override
    public void resume(Configuration described) {
        calibration = SeriesModel.parse(described).calibration();
    }

    /** What the model says at some origins, from an executable of {@link #program}. */
    public Outcome[][] outcomes(Executable executable, Runnable beforeEach, Origins origins) {
        return form.outcomes(executable, windows.panel(), beforeEach, origins);
    }

    /** Where forecasts of a part begin that are measured. */
    public Origins measured(Split split) {
        return form.thinned(windows.origins(split));
    }

    /** Calibrates on forecasts of the validation rows, and measures them. */
    private ForecastErrors validate(Executable executable, Runnable beforeEach) {
        Origins origins = measured(Split.VALIDATION);
        Outcome[][] outcomes = outcomes(executable, beforeEach, origins);
        double[][] came = windows.panel().after(origins, form.settings().horizon());
        calibration =
                Optional.of(
                        Conformal.fit(
                                outcomes,
                                came,
                                Arrays.stream(origins.series())
                                        .mapToObj(s -> windows.scaling().get(s).getFirst())
                                        .toList()));
        return calibrated(outcomes, origins, came).errors(scales);
    }

    /** The model's forecasts, from an executable of {@link #program}. */
    public ForecastSet forecasts(Executable executable, Origins origins) {
        return calibrated(
                outcomes(executable, () -> {}, origins),
                origins,
                windows.panel().after(origins, form.settings().horizon()));
    }

    private ForecastSet calibrated(Outcome[][] outcomes, Origins origins, double[][] came) {
        return new ForecastSet(
                origins, form.forecasts(outcomes, windows.panel(), origins, calibration), came);
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return _ -> {
            ForecastErrors errors = validate(executable, beforeEach);
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put(RMSE, errors.rmse());
            measured.put(MAE, errors.mae());
            if (Double.isFinite(errors.mase())) {
                measured.put(MASE, errors.mase());
                errors.spread().ifPresent(s -> measured.put(CRPS, s.crps()));
            }
            return measured;
        };
    }

    @Override
    public String metric() {
        if (Arrays.stream(scales).noneMatch(s -> s > 0)) {
            return RMSE;
        }
        return form.settings().loss().isProbabilistic()
                ? CRPS
                : windows.panel().series().size() == 1 ? RMSE : MASE;
    }

    @Override
    public Goal goal() {
        return Goal.MINIMIZE;
    }
}
