package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.WindowBatch;
import dev.rondo.models.task.SeriesModel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A forecaster that reads windows of a series. The loss is that of the forecast after each, and
 * steps are counted back from the last row that is read.
 */
final class SeriesFlow implements FlowNetwork {
    private final SeriesModel model;
    private final Series series;
    private final int batch;

    /**
     * A forecaster over a series.
     *
     * @param series has the columns that the model reads
     * @param batch windows B
     * @throws DataException when the series is too short for a window and a forecast
     */
    SeriesFlow(SeriesModel model, Series series, int batch) {
        this.model = model;
        this.series = series;
        this.batch = batch;
        if (origins() < 1) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d rows; this model reads %d and forecasts %d. Give it a longer"
                                    + " series",
                            series.source().name(),
                            series.rows(),
                            model.settings().window(),
                            model.settings().horizon()));
        }
    }

    /** How many rows a forecast may begin at. */
    private int origins() {
        return series.rows() - model.settings().window() - model.settings().horizon() + 1;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<Variable> variables() {
        return model.scope().variables();
    }

    @Override
    public Map<String, Array> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WindowBatch windows = model.windows(batch);
        for (int b = 0; b < batch; b++) {
            int origin = model.settings().window() + random.nextInt(origins());
            windows.put(b, series, model.scaling(series), origin);
            windows.putTarget(b, series, model.scaling(series), origin);
        }
        Map<String, Array> inputs = new LinkedHashMap<>();
        windows.withTargets()
                .forEach(
                        (name, array) ->
                                inputs.put(
                                        name,
                                        array.dtype() == DType.F32
                                                ? array.cast(DType.F64)
                                                : array.copy()));
        return inputs;
    }

    @Override
    public Tensor loss(Trace t) {
        return model.model().evaluating(t, batch);
    }
}
