package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Missing;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.WindowBatch;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.task.BatchSizes;
import dev.rondo.models.task.SeriesModel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A forecaster. It keeps no sessions: it was trained to read a window of a fixed length from the
 * initial state, and what it would say after more rows is not what it learned.
 */
final class ServedSeries implements ServedModel, ServedModel.Forecasting {
    private static final String ENTRY = "serve_forecast_";
    private static final String SERIES = "series";

    private final SeriesModel model;
    private final List<String> columns;
    private final int window;
    private final int horizon;
    private final long patience;
    private final Executable executable;
    private final BatchSizes sizes;
    private final Map<Integer, WindowBatch> given = new HashMap<>();
    private final Dispatcher<ForecastJob> dispatcher;

    /**
     * A model that takes requests.
     *
     * @param name for messages
     * @param weights sets the weights of what was compiled
     * @param seen receives the number of jobs of each run
     */
    ServedSeries(
            String name,
            SeriesModel model,
            Backend backend,
            Consumer<Executable> weights,
            ServeSettings settings,
            Consumer<Integer> seen) {
        this.model = model;
        columns = model.settings().columns().names();
        window = model.settings().window();
        horizon = model.settings().horizon();
        patience = settings.timeout();
        int batch = Math.min(settings.batch(), model.atOnce());
        sizes = BatchSizes.of(backend, batch);
        Program program = Program.of(DType.F32, model.scope(), 0);
        for (int size : sizes.all()) {
            given.put(size, model.windows(size));
            program = model.model().addTo(program, ENTRY + size, size);
        }
        executable = backend.compile(program);
        weights.accept(executable);
        dispatcher = new Dispatcher<>(name, batch, settings.queue(), this::run, seen);
    }

    @Override
    public String task() {
        return SeriesModel.TASK;
    }

    @Override
    public List<String> operations() {
        return List.of("forecast");
    }

    @Override
    public ObjectNode description() {
        ObjectNode d = Json.object();
        d.put("target", model.settings().columns().target());
        ArrayNode names = d.putArray("columns");
        columns.forEach(names::add);
        ArrayNode numbers = d.putArray("numbers");
        model.settings().columns().numeric().forEach(numbers::add);
        return d.put("window", window).put("horizon", horizon);
    }

    @Override
    public int queued() {
        return dispatcher.length();
    }

    @Override
    public ObjectNode forecast(ObjectNode request) {
        Panel panel = panel(Fields.of(request, SERIES));
        List<ForecastJob> jobs = panel.series().stream().map(ForecastJob::new).toList();
        WindowBatch one = model.windows(1);
        jobs.forEach(job -> check(one, job.series()));
        dispatcher.accept(jobs);
        jobs.forEach(job -> job.await(patience));
        ObjectNode answer = Json.object().put("target", model.settings().columns().target());
        if (model.settings().columns().id().isEmpty()) {
            write(jobs.getFirst(), answer);
        } else {
            ArrayNode all = answer.putArray("forecasts");
            jobs.forEach(job -> write(job, all.addObject().put("id", job.series().id())));
        }
        List<String> far = panel.series().stream().flatMap(s -> model.beyond(s).stream()).toList();
        if (!far.isEmpty()) {
            ArrayNode warnings = answer.putArray("warnings");
            far.forEach(warnings::add);
        }
        return answer;
    }

    /** The series of a request: each column of the file that the model was trained on. */
    private Panel panel(Fields request) {
        Fields series = request.object(SERIES, columns.toArray(String[]::new));
        boolean ahead = !model.settings().columns().ahead().isEmpty();
        boolean mayLack = ahead || model.settings().columns().numbers().missing() != Missing.ERROR;
        Map<String, List<String>> cells = new LinkedHashMap<>();
        List<String> numbers = model.settings().columns().numeric();
        for (String column : columns) {
            cells.put(column, series.cells(column, !numbers.contains(column), mayLack));
            int rows = cells.get(columns.getFirst()).size();
            if (cells.get(column).size() != rows) {
                throw Problem.unusable(
                        "'series."
                                + column
                                + "' has "
                                + cells.get(column).size()
                                + " rows and 'series."
                                + columns.getFirst()
                                + "' "
                                + rows
                                + "; they must be equally long");
            }
        }
        try {
            DataSource source = new DataSource("the series", "", 0);
            return Panel.of(CsvTable.of(source, cells), model.settings().columns());
        } catch (DataException e) {
            throw Problem.unusable(e.getMessage());
        }
    }

    /** Refuses a series of which no window can be read; {@code one} is for trying. */
    private void check(WindowBatch one, Series series) {
        if (series.id().isEmpty() && series.rows() < window) {
            throw Problem.unusable(
                    "'series."
                            + model.settings().columns().target()
                            + "' must have at least "
                            + window
                            + " elements, got "
                            + series.rows());
        }
        try {
            one.put(0, series, model.scaling(series), series.rows());
        } catch (DataException e) {
            throw Problem.unusable(e.getMessage());
        }
    }

    private static void write(ForecastJob job, ObjectNode answer) {
        Forecast forecast = job.forecast();
        ArrayNode points = answer.putArray("forecast");
        for (double point : forecast.points()) {
            if (!Float.isFinite((float) point)) {
                throw Problem.unusable(
                        "the model forecasts "
                                + (float) point
                                + ", which is no value; the rows may be too far from those it was"
                                + " trained on");
            }
            points.add((float) point);
        }
        if (forecast.isProbabilistic()) {
            ObjectNode quantiles = answer.putObject("quantiles");
            for (int l = 0; l < Forecast.LEVELS.size(); l++) {
                ArrayNode of = quantiles.putArray(Forecast.LEVELS.levels().get(l).toString());
                for (double[] row : forecast.quantiles()) {
                    of.add((float) row[l]);
                }
            }
        }
        if (job.series().later(1).isPresent()) {
            ArrayNode times = answer.putArray("times");
            for (int h = 0; h < forecast.points().length; h++) {
                times.add(job.series().later(h + 1).orElse(""));
            }
        }
    }

    private void run(List<ForecastJob> jobs) {
        int size = sizes.holding(jobs.size());
        List<Series> series = jobs.stream().map(ForecastJob::series).toList();
        List<Forecast> made = model.forecasts(executable, ENTRY + size, given.get(size), series);
        for (int row = 0; row < jobs.size(); row++) {
            jobs.get(row).take(made.get(row));
        }
    }

    @Override
    public void warmUp(long nanoseconds) {
        int[] all = sizes.all();
        for (int size : all) {
            long end = System.nanoTime() + nanoseconds / all.length;
            while (System.nanoTime() < end) {
                model.model()
                        .outcomes(
                                executable,
                                ENTRY + size,
                                given.get(size).inputs(),
                                List.of(new Scaling(0, 1)),
                                new long[1]);
            }
        }
    }

    @Override
    public void close() {
        dispatcher.close();
        executable.close();
    }
}
