package dev.rondo.cli.experiment;

import dev.rondo.backend.Executable;
import dev.rondo.cell.StateProbes;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.synthetic.Recall;
import dev.rondo.models.training.Batches;

import java.util.Map;
import java.util.stream.IntStream;

/** A trial of {@link Highway} with sequences: an LSTM says which symbol came first. */
final class HighwayRecall {
    static final int UNITS = 32;
    static final int BATCH = 32;

    /** Sequences that are measured. */
    static final int FRESH = 1000;

    private static final int SYMBOLS = 4;

    /**
     * A bias with which the forget gate is exactly 0, whatever else enters it. No gradient reaches
     * it, so it stays.
     */
    private static final double CLOSED = -1000;

    private static final Recall TASK = new Recall(Highway.LAG, SYMBOLS, SYMBOLS);

    private HighwayRecall() {}

    private static ClassNet net(Scope scope, boolean cellPath) {
        CellInitializers start = CellInitializers.defaults();
        CellInitializers chosen = cellPath ? start : start.forgetBias(CLOSED);
        return ClassNet.in(
                scope.child("net"), (s, inputs, n) -> new Lstm(s, inputs, n, chosen), TASK, UNITS);
    }

    /** Trains and measures. */
    static Configuration run(boolean cellPath, Trial trial, Plan plan, Lab lab) {
        Scope scope = Scope.root();
        ClassNet net = net(scope, cellPath);
        long weights = EqualWeights.of(scope);
        Program program = Training.adam(trial, scope, Highway.CLIP, t -> net.loss(t, TASK, BATCH));
        try (Executable executable = lab.backend().compile(program);
                GradientNorms gradients = gradients(cellPath, trial, lab)) {
            Batches batches = TASK.batches(BATCH, trial.trainingSeed());
            return gradients
                    .overTraining(trial, plan, program, executable, batches)
                    .with("right", net.accuracy(executable, TASK, FRESH, trial.testSeed(), lab))
                    .with("weights", weights);
        }
    }

    /** What the gradients of each sequence's loss by the states are. */
    private static GradientNorms gradients(boolean cellPath, Trial trial, Lab lab) {
        Scope scope = Scope.root();
        ClassNet net = net(scope, cellPath);
        return new GradientNorms(
                lab,
                scope,
                t -> norms(t, net),
                TASK.batches(GradientNorms.ITEMS, trial.testSeed()).batch(0));
    }

    private static Tensor norms(Trace t, ClassNet net) {
        StateProbes probes = StateProbes.ofAllPaths();
        int batch = GradientNorms.ITEMS;
        Tensor loss = probes.in(() -> net.loss(t, TASK, batch)).times(batch);
        Map<String, Tensor> d = probes.gradients(loss).getFirst();
        Tensor norms = Functions.sqrt(d.get("h").squared().plus(d.get("c").squared()).sum(-1));
        return Functions.stack(
                0,
                IntStream.rangeClosed(0, Highway.LAG).mapToObj(k -> norms.at(0, -1 - k)).toList());
    }
}
