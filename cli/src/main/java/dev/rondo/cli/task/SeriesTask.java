package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.models.task.SeriesTraining;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Evaluator;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A forecaster of one column of a CSV file, of one series or of several. */
public final class SeriesTask extends Task {
    private final DataFile file;
    private final SeriesTraining training;

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
        return new SeriesTask(file, SeriesTraining.create(panel, model, settings));
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
                new SeriesTraining(
                        panel,
                        before.settings(),
                        TrainingSettings.resumed(c, changes),
                        before.calibration()));
    }

    private SeriesTask(DataFile file, SeriesTraining training) {
        this.file = file;
        this.training = training;
        super(
                SeriesModel.TASK,
                training.settings(),
                training.windows().panel().source(),
                training.batches(),
                training.program());
    }

    /** The training of its model. */
    SeriesTraining training() {
        return training;
    }

    /** The series, divided into examples. */
    public SeriesWindows windows() {
        return training.windows();
    }

    /** The model. */
    public SeriesModel model() {
        return training.model();
    }

    @Override
    public Configuration description() {
        return file.addTo(training.description());
    }

    @Override
    public Evaluator evaluator(Executable executable, Runnable beforeEach) {
        return training.evaluator(executable, beforeEach);
    }

    @Override
    public String metric() {
        return training.metric();
    }

    @Override
    String inWords(Map<String, Double> measured) {
        return String.format(
                Locale.ROOT,
                "RMSE %.4g, MAE %.4g%s on the validation rows",
                measured.get(SeriesTraining.RMSE),
                measured.get(SeriesTraining.MAE),
                measured.containsKey(SeriesTraining.MASE)
                        ? String.format(
                                Locale.ROOT, ", MASE %.3f", measured.get(SeriesTraining.MASE))
                        : "");
    }

    @Override
    TrainingRun.Report report(Console console) {
        return new SeriesReport(console, this);
    }

    @Override
    Chart chart() {
        List<String> none = List.of();
        return new Chart("loss (standardised " + model().settings().loss() + " error)", 1, none);
    }
}
