package dev.rondo.spark.ml;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.WindowBatch;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.task.BatchSizes;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.spark.RunFiles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A forecaster that is compiled. */
final class CompiledForecaster implements CompiledModel {
    private static final String ENTRY = "forecast_";

    private final SeriesModel model;
    private final Backend backend;
    private final Executable executable;
    private final BatchSizes sizes;
    private final int batch;
    private final Map<Integer, WindowBatch> windows = new HashMap<>();

    /**
     * Compiles it.
     *
     * @param threads for the backend
     */
    CompiledForecaster(RunFiles run, ModelKey key, int threads) {
        this.model = SeriesModel.parse(run.description().model());
        this.backend = Backends.open(key.backend(), new BackendOptions(threads));
        this.batch = Math.min(key.batch(), model.atOnce());
        this.sizes = BatchSizes.of(backend, batch);
        Program program = Program.of(DType.F32, model.scope(), 0);
        for (int size : sizes.all()) {
            windows.put(size, model.windows(size));
            program = model.model().addTo(program, ENTRY + size, size);
        }
        executable = backend.compile(program);
        run.restore(executable);
    }

    SeriesModel model() {
        return model;
    }

    /**
     * Refuses a series of which no window can be read.
     *
     * @throws dev.rondo.models.data.DataException when there is none
     */
    void check(Series series) {
        windows.get(sizes.holding(1)).put(0, series, model.scaling(series), series.rows());
    }

    /** The forecasts after the ends of series. */
    List<Forecast> forecasts(List<Series> series) {
        List<Forecast> all = new ArrayList<>();
        for (int from = 0; from < series.size(); from += batch) {
            List<Series> some = series.subList(from, Math.min(from + batch, series.size()));
            int size = sizes.holding(some.size());
            all.addAll(model.forecasts(executable, ENTRY + size, windows.get(size), some));
        }
        return all;
    }

    @Override
    public void close() {
        executable.close();
    }
}
