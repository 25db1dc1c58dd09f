package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.Seasonality;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.training.Evaluator;
import dev.rondo.models.training.Goal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A forecaster of one column of a CSV file. */
public final class SeriesTask extends Task {
    /** The name of the task. */
    public static final String NAME = "series";

    private static final String RMSE = "rmse";
    private static final String MAE = "mae";

    /** Number of forecasts at once when the model is measured. */
    private static final int FORECAST_AT_ONCE = 64;

    private final DataFile file;
    private final SeriesWindows windows;
    private final SeriesModel form;

    /**
     * A new model of a file.
     *
     * @param model if its season is 0, the season is searched for in the rows for training; if its
     *     window is 0, the window is derived from the season
     */
    public static SeriesTask create(
            DataFile file, SeriesSettings model, TrainingSettings settings) {
        Series series = Series.of(CsvTable.read(file.path(), file.skipping()), model.columns());
        int rows = model.with(1, 0).form().trainingRows(series.rows());
        int season = model.season();
        if (season == 0 && rows > 2) {
            season = Seasonality.find(Arrays.copyOf(series.target(), rows)).orElse(0);
        }
        if (season > rows) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "--season must be at most the number of rows to train on, %d, got %d",
                            rows,
                            season));
        }
        int window = model.window() > 0 ? model.window() : window(season, model.horizon(), rows);
        return new SeriesTask(
                file, series, model.with(series.columns()).with(window, season), settings);
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
        SeriesSettings model = SeriesModel.parse(c).settings();
        DataFile file = DataFile.parse(c, moved, "--csv");
        Series series = Series.of(CsvTable.read(file.path(), file.skipping()), model.columns());
        SameData.check(checkpoint, file.path(), series.source());
        return new SeriesTask(file, series, model, TrainingSettings.resumed(c, changes));
    }

    private SeriesTask(
            DataFile file, Series series, SeriesSettings model, TrainingSettings settings) {
        SeriesWindows windows = new SeriesWindows(series, model.form());
        int batch = settings.batch();
        int columns = windows.scaling().size();
        MemoryNeed.of(model.stack(), columns, model.horizon(), batch, model.window()).check();
        SeriesModel form = new SeriesModel(model, windows.scaling(), series.pace());
        Program program =
                settings.program(
                        form.scope(),
                        form.model().training(model.window(), batch, model.loss()::of));
        this.file = file;
        this.windows = windows;
        this.form = form;
        super(
                NAME,
                settings,
                series.source(),
                windows.training(batch, settings.seed()),
                program.with(form.forecasting(FORECAST_AT_ONCE)));
    }

    /** The series, divided into examples. */
    public SeriesWindows windows() {
        return windows;
    }

    /** The model. */
    public SeriesModel model() {
        return form;
    }

    /** Forecasts of the model, from an executable of {@link #program}. */
    double[][] forecast(Executable executable, int... origins) {
        return form.forecast(executable, FORECAST_AT_ONCE, windows.series(), () -> {}, origins);
    }

    /**
     * The errors of the forecasts of a part of the series.
     *
     * @param beforeEach called before each batch of them; an exception that it throws ends the call
     */
    ForecastErrors errors(Executable executable, Split split, Runnable beforeEach) {
        Series series = windows.series();
        int[] origins = windows.origins(split);
        double[][] forecasts =
                form.forecast(executable, FORECAST_AT_ONCE, series, beforeEach, origins);
        return ForecastErrors.of(series.target(), origins, forecasts);
    }

    @Override
    Configuration description() {
        return file.addTo(form.toConfiguration());
    }

    @Override
    Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return _ -> {
            ForecastErrors errors = errors(executable, Split.VALIDATION, beforeEach);
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put(RMSE, errors.rmse());
            measured.put(MAE, errors.mae());
            return measured;
        };
    }

    @Override
    String metric() {
        return RMSE;
    }

    @Override
    Goal goal() {
        return Goal.MINIMIZE;
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "RMSE %.4g, MAE %.4g on the validation rows",
                measured.get(RMSE),
                measured.get(MAE));
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new SeriesReport(console, this);
    }

    @Override
    Chart chart() {
        return new Chart("loss (standardised " + form.settings().loss() + " error)", 1, List.of());
    }
}
