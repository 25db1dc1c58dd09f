package dev.rondo.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

class LanguageModelTest {
    private static final int V = 5;
    private static final int B = 2;

    private final Scope scope = Scope.root();
    private final LanguageModel model =
            new LanguageModel(
                    scope.child("model"), new LanguageModel.Config(V, 6, 12, 2, Cells.LSTM));

    @Test
    void aTextReadInPiecesIsReadAsAWhole() {
        int[] text = new SplittableRandom(3).ints(7 * B, 0, V).toArray();
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of("text", Array.of(text, 7, B)),
                        t -> {
                            var xs = t.input("text", DType.I32, 7, B);
                            var start = model.initialState(t.graph(), B);
                            var first = model.over(xs.slice(0, 0, 4), start);
                            var second = model.over(xs.slice(0, 4, 6), first.last());
                            var third = model.step(xs.at(0, 6), second.last());
                            t.output("whole", model.over(xs, start).logits().at(0, -1));
                            t.output("pieces", third.logits());
                        });
        assertThat(got.get("pieces").toDoubles())
                .containsExactly(got.get("whole").toDoubles(), within(1e-14));
    }

    @Test
    void learnsACycleWithCarriedStateAndWritesIt() {
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        int length = 6;
        Program program =
                Sampler.addTo(
                        Program.of(DType.F32, scope, 1)
                                .with("train", step.minimizing(model.training(length, B, -1)))
                                .with("evaluate", model.evaluating(length, B, -1)),
                        model);
        try (Executable run = Run.compile(program)) {
            Map<String, Array> given = new HashMap<>();
            program.entries()
                    .get("train")
                    .inputs()
                    .forEach((name, t) -> given.put(name, Array.zeros(t.dtype(), t.shape())));
            given.put("learning_rate", Array.scalar(DType.F32, 0.02));
            double loss = 9;
            SplittableRandom random = new SplittableRandom(6);
            for (int i = 0; i < 100; i++) {
                int[] symbols = new int[length * B];
                int[] targets = new int[length * B];
                for (int t = 0; t < length; t++) {
                    for (int b = 0; b < B; b++) {
                        // a new start each time: the symbol counts, not the steps since the first
                        int symbol = t == 0 ? random.nextInt(V) : targets[(t - 1) * B + b];
                        symbols[t * B + b] = symbol;
                        targets[t * B + b] = (symbol + 1) % V;
                    }
                }
                given.put(LanguageModel.SYMBOLS, Array.of(symbols, length, B));
                given.put(LanguageModel.TARGETS, Array.of(targets, length, B));
                Map<String, Array> results = run.run("train", given);
                loss = results.get("loss").item();
                given.putAll(StatePorts.keep(LanguageModel.STATE, results));
            }
            assertThat(loss).isLessThan(0.1);
            given.remove("learning_rate");
            Map<String, Array> measured = run.run("evaluate", given);
            assertThat(measured.get("count").item()).isEqualTo(length * B);
            assertThat(measured.get("correct").item()).isEqualTo(length * B);
            assertThat(measured.get("total").item()).isBetween(0.0, 0.1 * length * B);
            Sampler sampler = new Sampler(run);
            assertThatThrownBy(() -> sampler.write(new int[] {1}, -1, Sampling.at(0), 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got -1");
            assertThat(sampler.write(new int[] {1, 2}, 6, Sampling.at(0), 9))
                    .containsExactly(3, 4, 0, 1, 2, 3);
            assertThat(sampler.write(new int[] {1}, 20, Sampling.at(3), 9))
                    .isEqualTo(sampler.write(new int[] {1}, 20, Sampling.at(3), 9))
                    .isNotEqualTo(sampler.write(new int[] {1}, 20, Sampling.at(3), 10));
            assertThat(sampler.write(new int[] {1, 2}, 6, Sampling.at(3).topK(1), 9))
                    .containsExactly(3, 4, 0, 1, 2, 3);
            assertThatThrownBy(() -> sampler.write(new int[0], 1, Sampling.at(1), 1))
                    .hasMessageContaining("prompt");
        }
    }

    private static Map<String, Array> gradients(Scope scope, LanguageModel.Config config) {
        LanguageModel form = new LanguageModel(scope, config);
        int[] symbols = new SplittableRandom(3).ints(4 * B, 0, V).toArray();
        int[] targets = new SplittableRandom(4).ints(4 * B, 0, V).toArray();
        Program program =
                Program.of(DType.F64, scope, 1)
                        .with(
                                "run",
                                t -> {
                                    var start = form.initialState(t.graph(), B);
                                    var read =
                                            form.over(t.input("symbols", DType.I32, 4, B), start);
                                    var loss =
                                            CrossEntropy.of(
                                                            read.logits(),
                                                            t.input("targets", DType.I32, 4, B))
                                                    .mean();
                                    var found = Gradients.of(loss, scope.parameters());
                                    for (int i = 0; i < found.size(); i++) {
                                        t.output(scope.parameters().get(i).name(), found.get(i));
                                    }
                                });
        try (Executable e = Run.compile(program)) {
            if (!config.tied()) {
                e.write("classify.weight", e.read("embedding.weight"));
            }
            return Run.run(
                    e,
                    Map.of(
                            "symbols", Array.of(symbols, 4, B),
                            "targets", Array.of(targets, 4, B)));
        }
    }

    @Test
    void tiedWeightsAreOneVariableWhoseGradientIsTheSumOfBoth() {
        var config = new LanguageModel.Config(V, 6, 6, 1, Cells.GRU);
        var apart = gradients(Scope.root(), config);
        var tied = gradients(Scope.root(), config.tied(true));
        assertThat(tied).doesNotContainKey("classify.weight");
        Array a = apart.get("embedding.weight");
        Array b = apart.get("classify.weight");
        for (int i = 0; i < a.size(); i++) {
            assertThat(tied.get("embedding.weight").get(i))
                    .isCloseTo(a.get(i) + b.get(i), within(1e-14));
        }
    }

    @Test
    void tiedWeightsOfOtherSizesAreJoinedByAProjection() {
        Scope own = Scope.root();
        new LanguageModel(own, new LanguageModel.Config(V, 6, 8, 1, Cells.GRU).tied(true));
        assertThat(own.variables().stream().map(v -> v.name() + v.shape()))
                .contains("project.weight[6, 8]", "classify.bias[5]", "embedding.weight[5, 6]")
                .noneMatch(n -> n.startsWith("classify.weight"));
    }

    @Test
    void residualConnectionsNeedLayers() {
        var options = StackOptions.none().residual(true);
        var config = new LanguageModel.Config(V, 6, 8, 1, Cells.GRU);
        assertThatThrownBy(() -> config.options(options)).hasMessageContaining("2 layers, got 1");
    }
}
