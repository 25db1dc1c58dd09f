package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.training.Batches;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How large the gradient of a loss is at each layer or step of a network: the norm for each of some
 * items, geometric mean over them. In float64, since far from the loss it can be smaller than
 * anything that float32 holds.
 */
final class GradientNorms implements AutoCloseable {
    /** Images or sequences that are measured. */
    static final int ITEMS = 16;

    private static final int WINDOW = 10;
    private static final String ENTRY = "gradients";
    private static final String NORMS = "norms";

    private final Lab lab;
    private final Scope scope;
    private final Map<String, Array> inputs = new LinkedHashMap<>();
    private final Executable executable;

    /**
     * Compiles the measurement.
     *
     * @param scope has a copy of the model
     * @param norms traces the norms [N, {@value #ITEMS}] at N layers or steps, those next to the
     *     loss first
     * @param items what the loss reads
     */
    GradientNorms(Lab lab, Scope scope, Function<Trace, Tensor> norms, Map<String, Array> items) {
        this.lab = lab;
        this.scope = scope;
        items.forEach((name, a) -> inputs.put(name, a.dtype().isFloat() ? a.cast(DType.F64) : a));
        executable =
                lab.backend()
                        .compile(
                                Program.of(DType.F64, scope, 0)
                                        .with(ENTRY, t -> t.output(NORMS, norms.apply(t))));
    }

    /**
     * Trains the network of a trial, and measures before and after: {@code start} and {@code
     * trained}, beside {@code loss} and {@code updates}.
     *
     * @param program has the entry that trains
     * @param trained holds the weights
     * @param batches are trained on
     */
    Configuration overTraining(
            Trial trial, Plan plan, Program program, Executable trained, Batches batches) {
        List<Double> start = with(trained);
        Training training =
                Training.run(trial, plan, lab, program, trained, batches, WINDOW, (_, _) -> false);
        return Configuration.empty()
                .with("loss", training.loss())
                .with("updates", training.updates())
                .with("start", start)
                .with("trained", with(trained));
    }

    private List<Double> with(Executable weights) {
        lab.giveUpIfAsked();
        scope.variables()
                .forEach(v -> executable.write(v.name(), weights.read(v.name()).cast(DType.F64)));
        Array norms = executable.run(ENTRY, inputs).get(NORMS);
        List<Double> means = new ArrayList<>();
        for (int n = 0; n < norms.shape().dim(0); n++) {
            double logarithms = 0;
            for (int i = 0; i < ITEMS; i++) {
                logarithms += Math.log(norms.get(n * ITEMS + i));
            }
            means.add(Math.exp(logarithms / ITEMS));
        }
        return means;
    }

    @Override
    public void close() {
        executable.close();
    }
}
