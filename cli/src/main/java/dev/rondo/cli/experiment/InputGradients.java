package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.data.Mix;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.synthetic.Repetition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How strongly the last symbol that an encoder-decoder writes depends on each symbol it has read:
 * the norm of the gradient of the right symbol's logit by the vector of each input, geometric mean
 * over sequences.
 *
 * <p>In a copy of the model every input has a symbol of its own, whose vector is that of the symbol
 * that stands there. So the gradient by the table of vectors is that by the inputs.
 */
final class InputGradients {
    private static final int SEQUENCES = 32;
    private static final String ENTRY = "gradients";
    private static final String TABLE = "encoder.embedding.weight";
    private static final String NORMS = "norms";
    private static final String TARGET_LAST = "target_last";

    private InputGradients() {}

    /** Makes a model for so many source symbols. */
    @FunctionalInterface
    interface ModelMaker {
        /** Declares the model in a scope. */
        EncoderDecoder make(Scope scope, int sourceSymbols);
    }

    /**
     * Measures.
     *
     * @param maker makes the model that was trained
     * @param trained holds its weights
     * @param seed of the sequences
     * @return the norm for each place of the input
     */
    static List<Double> of(
            ModelMaker maker, Executable trained, Repetition task, long seed, Lab lab) {
        Scope scope = Scope.root();
        EncoderDecoder model = maker.make(scope, task.length());
        Variable table =
                scope.variables().stream()
                        .filter(v -> v.name().endsWith(TABLE))
                        .findFirst()
                        .orElseThrow();
        Program program =
                Program.of(DType.F32, scope, 0).with(ENTRY, t -> trace(t, model, task, table));
        double[] logarithms = new double[task.length()];
        try (Executable copy = lab.backend().compile(program)) {
            scope.variables().stream()
                    .filter(v -> v != table)
                    .forEach(v -> copy.write(v.name(), trained.read(v.name())));
            Array vectors = trained.read(table.name());
            for (int i = 0; i < SEQUENCES; i++) {
                lab.giveUpIfAsked();
                int[] source = task.draw(Mix.at(seed, i));
                copy.write(table.name(), rows(vectors, source));
                Array norms = copy.run(ENTRY, inputs(task, source)).get(NORMS);
                for (int t = 0; t < logarithms.length; t++) {
                    logarithms[t] += Math.log(norms.get(t)) / SEQUENCES;
                }
            }
        }
        List<Double> means = new ArrayList<>();
        for (double logarithm : logarithms) {
            means.add(Math.exp(logarithm));
        }
        return means;
    }

    private static void trace(Trace t, EncoderDecoder model, Repetition task, Variable table) {
        int length = task.length();
        Tensor source = t.input(EncoderDecoder.SOURCE, DType.I32, length, 1);
        Tensor target = t.input(EncoderDecoder.TARGET_IN, DType.I32, length, 1);
        Tensor asked = t.input(TARGET_LAST, DType.I32, 1);
        Tensor logits = model.logits(source, null, target).at(0, -1);
        Tensor right = Functions.oneHot(asked, task.targetSymbols(), t.graph().dtype());
        Tensor gradient = Gradients.of(logits.times(right).sum(), List.of(table)).getFirst();
        t.output(NORMS, Functions.sqrt(gradient.squared().sum(-1)));
    }

    private static Map<String, Array> inputs(Repetition task, int... source) {
        int length = task.length();
        int[] target = task.target(source);
        return Map.of(
                EncoderDecoder.SOURCE,
                Array.of(IntStream.range(0, length).toArray(), length, 1),
                EncoderDecoder.TARGET_IN,
                Array.of(task.shifted(target), length, 1),
                TARGET_LAST,
                Array.of(new int[] {target[length - 1]}, 1));
    }

    private static Array rows(Array table, int... which) {
        int size = table.shape().dim(1);
        Array rows = Array.zeros(table.dtype(), Shape.of(which.length, size));
        for (int r = 0; r < which.length; r++) {
            for (int i = 0; i < size; i++) {
                rows.set(r * size + i, table.get(which[r] * size + i));
            }
        }
        return rows;
    }
}
