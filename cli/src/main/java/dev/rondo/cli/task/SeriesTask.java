package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Seasonality;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StaticFeatures;
import dev.rondo.models.forecast.Conformal;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.forecast.Outcome;
import dev.rondo.models.training.Evaluator;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A forecaster of one column of a CSV file, of one series or of several. */
public final class SeriesTask extends Task {
    /** The name of the task. */
    public static final String NAME = "series";

    private static final String RMSE = "rmse";
    private static final String MAE = "mae";
    private static final String MASE = "mase";
    private static final String CRPS = "crps";

    /** The most series that are searched for a season. */
    private static final int MOST_SEARCHED = 200;

    private final DataFile file;
    private final SeriesWindows windows;
    private final SeriesModel form;
    private final double[] scales;
    private Optional<Conformal> calibration;

    /**
     * A new model of a file.
     *
     * @param model if its season is 0, the season is searched for in the rows for training; if its
     *     window is 0, the window is derived from the season
     */
    public static SeriesTask create(
            DataFile file, SeriesSettings model, TrainingSettings settings) {
        return create(file, read(file, model.columns()), model, settings);
    }

    /** The series of a file, of which only the columns are read that are needed. */
    public static Panel read(DataFile file, Series.Columns columns) {
        return Panel.of(CsvTable.read(file.path(), file.skipping(), columns.names()), columns);
    }

    /** A new model of series that were read before. */
    static SeriesTask create(
            DataFile file, Panel panel, SeriesSettings model, TrainingSettings settings) {
        SeriesWindows.Form shares = model.with(1, 0, FirstGuess.LAST).form();
        int rows =
                panel.series().stream()
                        .mapToInt(s -> shares.trainingRows(s.rows()))
                        .max()
                        .orElseThrow();
        int season = model.season() > 0 ? model.season() : season(panel, shares);
        if (season > rows) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "--season must be at most the number of rows to train on, %d, got %d",
                            rows,
                            season));
        }
        int window = model.window() > 0 ? model.window() : window(season, model.horizon(), rows);
        FirstGuess guess = GuessChoice.of(panel, shares, season, window, model.horizon());
        return new SeriesTask(
                file,
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
     * The task of a run that goes on.
     *
     * @param moved where the file is now; null if it has not moved
     * @param changes what changes in its training from now on
     */
    public static SeriesTask resume(
            Checkpoint checkpoint, Path moved, UnaryOperator<TrainingSettings> changes) {
        Configuration c = checkpoint.description().model();
        SeriesModel before = SeriesModel.parse(c);
        DataFile file = DataFile.parse(c, moved, "--csv");
        Panel panel = read(file, before.settings().columns());
        SameData.check(checkpoint, file.path(), panel.source());
        return new SeriesTask(
                file,
                panel,
                before.settings(),
                TrainingSettings.resumed(c, changes),
                before.calibration());
    }

    private SeriesTask(
            DataFile file,
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
        Program program = settings.program(form.scope(), form.model().training(rows));
        this.file = file;
        this.windows = windows;
        this.form = form;
        this.scales = scales(windows, Math.max(1, model.season()));
        this.calibration = calibration;
        super(
                NAME,
                settings,
                panel.source(),
                windows.training(
                        form.model().inputs(), form.statics(), settings.batch(), settings.seed()),
                form.forecasting(program));
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
    Optional<Conformal> calibration() {
        return calibration;
    }

    /** What the model says, from an executable of {@link #program}. */
    Outcome[][] outcomes(Executable executable, Runnable beforeEach, Origins origins) {
        return form.outcomes(executable, windows.panel(), beforeEach, origins);
    }

    /** Where forecasts of a part begin that are measured. */
    Origins measured(Split split) {
        return form.thinned(windows.origins(split));
    }

    /** What MASE divides the errors of each series by. */
    double[] scales() {
        return scales;
    }

    private static double[] scales(SeriesWindows windows, int season) {
        return windows.panel().series().stream()
                .mapToDouble(
                        s ->
                                ForecastErrors.scale(
                                        s.measured(0, windows.end(Split.TRAINING, s)), season))
                .toArray();
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
    ForecastSet forecasts(Executable executable, Origins origins) {
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
    Configuration description() {
        return file.addTo(form.toConfiguration(calibration));
    }

    @Override
    Evaluator evaluator(Executable executable, Runnable beforeEach) {
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
    String metric() {
        if (Arrays.stream(scales).noneMatch(s -> s > 0)) {
            return RMSE;
        }
        return form.settings().loss().isProbabilistic()
                ? CRPS
                : windows.panel().series().size() == 1 ? RMSE : MASE;
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "RMSE %.4g, MAE %.4g%s on the validation rows",
                measured.get(RMSE),
                measured.get(MAE),
                measured.containsKey(MASE)
                        ? String.format(Locale.ROOT, ", MASE %.3f", measured.get(MASE))
                        : "");
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new SeriesReport(console, this);
    }

    @Override
    Chart chart() {
        List<String> none = List.of();
        return new Chart("loss (standardised " + form.settings().loss() + " error)", 1, none);
    }
}
