package dev.rondo.spark.ml;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.task.BatchSizes;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.spark.RunFiles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A classifier that is compiled for the lengths that come. A sequence always runs at the smallest
 * length that holds it, whatever else is in its partition, so that its bits do not depend on that.
 */
final class CompiledClassifier implements CompiledModel {
    /** The shortest length that is compiled. */
    private static final int SHORTEST = 16;

    /** The most steps of all rows of a run together, unless a single row has more. */
    private static final int MOST_PLACES = 1 << 16;

    private static final String ENTRY = "classify_";

    private final RunFiles run;
    private final ClassesModel model;
    private final Backend backend;
    private final int batch;
    private final Map<Integer, Compiled> lengths = new HashMap<>();

    private record Compiled(Executable executable, BatchSizes sizes) {}

    /**
     * Compiles nothing yet.
     *
     * @param threads for the backend
     */
    CompiledClassifier(RunFiles run, ModelKey key, int threads) {
        this.run = run;
        this.model = ClassesModel.parse(run.description().model());
        this.backend = Backends.open(key.backend(), new BackendOptions(threads));
        this.batch = key.batch();
    }

    ClassesModel model() {
        return model;
    }

    /** A logit for each class of each sequence. */
    double[][] logits(List<Sequence> sequences) {
        Map<Integer, List<Integer>> alike = new TreeMap<>();
        for (int i = 0; i < sequences.size(); i++) {
            int length = length(sequences.get(i).steps());
            alike.computeIfAbsent(length, _ -> new ArrayList<>()).add(i);
        }
        double[][] logits = new double[sequences.size()][];
        alike.forEach(
                (length, which) -> {
                    Compiled compiled = lengths.computeIfAbsent(length, this::compiled);
                    int most = rows(length);
                    for (int from = 0; from < which.size(); from += most) {
                        List<Integer> some =
                                which.subList(from, Math.min(from + most, which.size()));
                        run(compiled, length, sequences, some, logits);
                    }
                });
        return logits;
    }

    private void run(
            Compiled compiled,
            int length,
            List<Sequence> sequences,
            List<Integer> which,
            double[][] logits) {
        int size = compiled.sizes().holding(which.size());
        List<Sequence> some = which.stream().map(sequences::get).toList();
        Array z =
                compiled.executable()
                        .run(ENTRY + size, SequenceBatches.once(some, length, size).unlabelled(0))
                        .get(SequenceClassifier.LOGITS);
        int classes = model.classes().size();
        for (int row = 0; row < which.size(); row++) {
            double[] of = new double[classes];
            for (int c = 0; c < classes; c++) {
                of[c] = z.get(row * classes + c);
            }
            logits[which.get(row)] = of;
        }
    }

    /** The length at which a sequence runs: 16, 24, 32, 48, 64 and so on. */
    private int length(int steps) {
        int power = Math.max(SHORTEST, Integer.highestOneBit(Math.max(1, steps - 1)) << 1);
        int between = power / 4 * 3;
        int length = steps <= between && between >= SHORTEST ? between : power;
        return model.codec() instanceof ExampleCodec.OfTexts t
                ? Math.min(length, t.longest())
                : length;
    }

    private int rows(int length) {
        return Math.clamp(MOST_PLACES / length, 1, batch);
    }

    private Compiled compiled(int length) {
        BatchSizes sizes = BatchSizes.of(backend, rows(length));
        Program program = Program.of(DType.F32, model.scope(), 0);
        for (int size : sizes.all()) {
            program =
                    program.with(
                            Entry.trace(
                                    ENTRY + size,
                                    DType.F32,
                                    model.model().predicting(length, size)));
        }
        Executable executable = backend.compile(program);
        run.restore(executable);
        return new Compiled(executable, sizes);
    }

    @Override
    public void close() {
        lengths.values().forEach(c -> c.executable().close());
    }
}
