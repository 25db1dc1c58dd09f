package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.task.SeriesModel;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.forecast.Forecaster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A forecaster. It keeps no sessions: it was trained to read a window of a fixed length from the
 * initial state, and what it would say after more rows is not what it learned.
 */
final class ServedSeries implements ServedModel, ServedModel.Forecasting {
    private static final String ENTRY = "serve_forecast_";
    private static final String SERIES = "series";

    /** A value is reported when it is beyond the range of training by this part of the range. */
    private static final double FAR = 0.1;

    private final SeriesModel model;
    private final List<String> columns;
    private final int window;
    private final int horizon;
    private final long patience;
    private final Executable executable;
    private final BatchSizes sizes;
    private final Map<Integer, Array> given = new HashMap<>();
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
        columns = model.settings().columns().numbers();
        window = model.settings().window();
        horizon = model.settings().horizon();
        patience = settings.timeout();
        sizes = BatchSizes.of(backend, settings.batch());
        Program program = Program.of(DType.F32, model.scope(), 0);
        for (int size : sizes.all()) {
            given.put(
                    size,
                    Array.of(
                            new float[window * size * columns.size()],
                            window,
                            size,
                            columns.size()));
            program =
                    program.with(
                            Entry.trace(
                                    ENTRY + size,
                                    DType.F32,
                                    model.model().forecasting(window, size)));
        }
        executable = backend.compile(program);
        weights.accept(executable);
        dispatcher = new Dispatcher<>(name, settings.batch(), settings.queue(), this::run, seen);
    }

    @Override
    public String task() {
        return SeriesTask.NAME;
    }

    @Override
    public List<String> operations() {
        return List.of("forecast");
    }

    @Override
    public ObjectNode description() {
        ObjectNode d = Json.object();
        d.put("target", columns.getFirst());
        ArrayNode names = d.putArray("columns");
        columns.forEach(names::add);
        return d.put("window", window).put("horizon", horizon);
    }

    @Override
    public int queued() {
        return dispatcher.length();
    }

    @Override
    public ObjectNode forecast(ObjectNode request) {
        Fields series = Fields.of(request, SERIES).object(SERIES, columns.toArray(String[]::new));
        double[][] values = new double[columns.size()][];
        for (int c = 0; c < values.length; c++) {
            values[c] = series.numbers(columns.get(c), window);
            if (values[c].length != values[0].length) {
                throw Problem.unusable(
                        "'series."
                                + columns.get(c)
                                + "' has "
                                + values[c].length
                                + " rows and 'series."
                                + columns.getFirst()
                                + "' "
                                + values[0].length
                                + "; they must be equally long");
            }
        }
        ForecastJob job = new ForecastJob(scaled(values));
        dispatcher.accept(List.of(job));
        job.await(patience);
        ObjectNode answer = Json.object().put("target", columns.getFirst());
        ArrayNode forecast = answer.putArray("forecast");
        for (float step : job.forecast()) {
            float value = (float) model.scaling().getFirst().invert(step);
            if (!Float.isFinite(value)) {
                throw Problem.unusable(
                        "the model forecasts "
                                + value
                                + ", which is no value; the rows may be too far from those it was"
                                + " trained on");
            }
            forecast.add(value);
        }
        List<String> far = far(values);
        if (!far.isEmpty()) {
            ArrayNode warnings = answer.putArray("warnings");
            far.forEach(warnings::add);
        }
        return answer;
    }

    private float[] scaled(double[][] values) {
        float[] rows = new float[window * values.length];
        for (int c = 0; c < values.length; c++) {
            for (int t = 0; t < window; t++) {
                double value = values[c][values[c].length - window + t];
                rows[t * values.length + c] = (float) model.scaling().get(c).apply(value);
            }
        }
        return rows;
    }

    /** A sentence for each column with values far outside those of training. */
    private List<String> far(double[][] values) {
        List<String> sentences = new ArrayList<>();
        for (int c = 0; c < values.length; c++) {
            Scaling s = model.scaling().get(c);
            double[] read =
                    Arrays.copyOfRange(values[c], values[c].length - window, values[c].length);
            double limit = FAR * (s.most() - s.least());
            long count = Arrays.stream(read).filter(v -> s.beyond(v) > limit).count();
            if (count > 0) {
                sentences.add(
                        String.format(
                                Locale.ROOT,
                                "%d of the %d rows read have a '%s' far outside %s to %s, the range"
                                        + " of training",
                                count,
                                window,
                                columns.get(c),
                                s.least(),
                                s.most()));
            }
        }
        return sentences;
    }

    private void run(List<ForecastJob> jobs) {
        int size = sizes.holding(jobs.size());
        Array input = given.get(size);
        int width = columns.size();
        for (int row = 0; row < jobs.size(); row++) {
            for (int t = 0; t < window; t++) {
                System.arraycopy(
                        jobs.get(row).window(),
                        t * width,
                        input.f32(),
                        (t * size + row) * width,
                        width);
            }
        }
        float[] all =
                executable
                        .run(ENTRY + size, Map.of(Forecaster.WINDOW, input))
                        .get(Forecaster.FORECAST)
                        .f32();
        for (int row = 0; row < jobs.size(); row++) {
            jobs.get(row).take(Arrays.copyOfRange(all, row * horizon, (row + 1) * horizon));
        }
    }

    @Override
    public void warmUp(long nanoseconds) {
        int[] all = sizes.all();
        for (int size : all) {
            long end = System.nanoTime() + nanoseconds / all.length;
            while (System.nanoTime() < end) {
                executable.run(ENTRY + size, Map.of(Forecaster.WINDOW, given.get(size)));
            }
        }
    }

    @Override
    public void close() {
        dispatcher.close();
        executable.close();
    }
}
