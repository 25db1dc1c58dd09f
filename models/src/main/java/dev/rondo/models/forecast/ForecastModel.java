package dev.rondo.models.forecast;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.layer.Mode;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model that forecasts the rows after a window of a series. */
public sealed interface ForecastModel permits Forecaster, PathForecaster {
    /** The inputs that its entries declare. */
    Forecaster.Inputs inputs();

    /**
     * The loss of a batch: the mean over the values that were measured. It declares the inputs and
     * {@value Forecaster#TARGET}.
     *
     * @param batch B
     */
    Tensor loss(Trace t, Mode mode, int batch);

    /**
     * The loss as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}. With dropout it also declares the key of
     * {@link Mode.Training}.
     *
     * @param batch B
     */
    default Function<Trace, Tensor> training(int batch) {
        return t -> loss(t, Mode.training(t), batch);
    }

    /** The same loss of a model that drops nothing. */
    default Tensor evaluating(Trace t, int batch) {
        return loss(t, Mode.evaluating(), batch);
    }

    /**
     * A program with the entries that {@link #outcomes} runs.
     *
     * @param name of the first of them, and what the names of others begin with
     * @param batch windows that are read at once
     */
    Program addTo(Program program, String name, int batch);

    /**
     * What is said of the rows after some windows.
     *
     * @param executable of a program with the entries of that name
     * @param inputs of a batch of windows
     * @param targets how the target of each is scaled; windows after these are ignored
     * @param seeds of what is drawn for each, where anything is
     * @return [window][step]
     */
    Outcome[][] outcomes(
            Executable executable,
            String name,
            Map<String, Array> inputs,
            List<Scaling> targets,
            long[] seeds);
}
