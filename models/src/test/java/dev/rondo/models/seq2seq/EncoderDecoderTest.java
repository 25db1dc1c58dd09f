package dev.rondo.models.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Op;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.Run;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.attention.Memory;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class EncoderDecoderTest {
    private static final int BEGIN = 0;
    private static final int END = 1;
    private static final int V = 7;
    private static final int S = 4;
    private static final int T = 5;

    private static EncoderDecoder model(
            Scope scope, int layers, CellFactory cell, Attentions attention, AttentionPlace place) {
        return new EncoderDecoder(
                scope, new EncoderDecoder.Config(V, V, 8, 16, layers, cell, attention, place));
    }

    @Test
    void learnsToCopyAndLooksAtWhatItCopies() {
        int batch = 16;
        Scope scope = Scope.root();
        var model =
                model(
                        scope.child("model"),
                        1,
                        Cells.GRU,
                        Attentions.GENERAL,
                        AttentionPlace.BEFORE_CELL);
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(5);
        Program program =
                GreedyDecoder.addTo(
                        Program.of(DType.F32, scope, 1)
                                .with("train", step.minimizing(model.training(S, T, batch, -1))),
                        model,
                        S,
                        3);
        try (Executable run = Run.compile(program)) {
            SplittableRandom random = new SplittableRandom(5);
            double loss = 9;
            for (int i = 0; i < 250; i++) {
                loss = run.run("train", copies(random, batch)).get("loss").item();
            }
            assertThat(loss).isLessThan(0.1);
            var decoder = new GreedyDecoder(run, S, 3, BEGIN, END);
            var written = decoder.decode(List.of(new int[] {2, 3, 4}, new int[] {6, 5, 6, 2}), 6);
            assertThat(written.get(0).symbols()).containsExactly(2, 3, 4);
            assertThat(written.get(1).symbols()).containsExactly(6, 5, 6, 2);
            assertThat(written.get(0).ended()).isTrue();
            double[] first = written.get(0).weights().getFirst();
            assertThat(first).hasSize(3);
            assertThat(first[0]).isGreaterThan(0.8);
            assertThat(written.get(0).weights()).hasSize(4);
            assertThat(decoder.decode(List.of(new int[] {2, 3, 4}), 2).getFirst().ended())
                    .isFalse();
            assertThatThrownBy(() -> decoder.decode(List.of(new int[] {2}), -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got -1");
            assertThatThrownBy(() -> decoder.decode(List.of(new int[5]), 6))
                    .hasMessageContaining("source 0 has 5");
        }
    }

    private static Map<String, Array> copies(SplittableRandom random, int batch) {
        int[] source = new int[S * batch];
        int[] lengths = new int[batch];
        int[] in = new int[T * batch];
        int[] out = new int[T * batch];
        Arrays.fill(out, -1);
        for (int b = 0; b < batch; b++) {
            lengths[b] = 1 + random.nextInt(S);
            for (int s = 0; s < lengths[b]; s++) {
                int symbol = 2 + random.nextInt(V - 2);
                source[s * batch + b] = symbol;
                in[(s + 1) * batch + b] = symbol;
                out[s * batch + b] = symbol;
            }
            out[lengths[b] * batch + b] = END;
        }
        return Map.of(
                "source", Array.of(source, S, batch),
                "source_lengths", Array.of(lengths),
                "target_in", Array.of(in, T, batch),
                "target_out", Array.of(out, T, batch),
                "learning_rate", Array.scalar(DType.F32, 0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "LSTM, ADDITIVE, BEFORE_CELL",
        "GRU, MULTI_HEAD, BEFORE_CELL",
        "RNN, DOT, AFTER_CELL",
        "LSTM, GENERAL, AFTER_CELL",
        "LSTM, GENERAL, INPUT_FEEDING",
        "GRU_AFTER, , BEFORE_CELL"
    })
    void stepsGiveTheLogitsOfTeacherForcing(
            Cells cell, Attentions attention, AttentionPlace place) {
        int batch = 3;
        Scope scope = Scope.root();
        var model = model(scope, 2, cell, attention, place);
        int[] source = new SplittableRandom(1).ints(S * batch, 0, V).toArray();
        int[] target = new SplittableRandom(2).ints(T * batch, 0, V).toArray();
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of(
                                "source", Array.of(source, S, batch),
                                "lengths", Array.of(new int[] {4, 0, 2}),
                                "target", Array.of(target, T, batch)),
                        t -> {
                            var x = t.input("source", DType.I32, S, batch);
                            var n = t.input("lengths", DType.I32, batch);
                            var y = t.input("target", DType.I32, T, batch);
                            t.output("whole", model.logits(x, n, y).at(0, -1));
                            var encoded = model.encode(x, n);
                            for (int i = 0; i < T; i++) {
                                var o = model.decodeStep(y.at(0, i), encoded);
                                encoded = new EncoderDecoder.Encoded(encoded.memory(), o.state());
                                if (i == T - 1) {
                                    t.output("steps", o.logits());
                                }
                            }
                        });
        assertThat(got.get("whole").toDoubles())
                .containsExactly(got.get("steps").toDoubles(), within(1e-13))
                .doesNotContain(Double.NaN);
    }

    @Test
    void inputFeedingHandsTheAttentionalVectorToTheNextStep() {
        Scope scope = Scope.root();
        var model = model(scope, 1, Cells.RNN, Attentions.DOT, AttentionPlace.INPUT_FEEDING);
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of("source", Array.of(new int[] {2, 3, 4, 5}, S, 1)),
                        t -> {
                            var x = t.input("source", DType.I32, S, 1);
                            var before = model.encode(x, null);
                            var symbol = t.graph().constant(Array.of(new int[] {6}));
                            var first = model.decodeStep(symbol, before);
                            var memory = before.memory();
                            var fed = first.state();
                            // the same state of the cells, but for h~ as it was at the start
                            var unfed = new Decoder.State(fed.cells(), before.state().fed());
                            t.output("first", first.logits());
                            t.output("h", fed.fed().getFirst());
                            t.output("fed", next(model, symbol, memory, fed));
                            t.output("unfed", next(model, symbol, memory, unfed));
                            t.output(
                                    "read_out",
                                    variable(scope, "decoder.classify.weight")
                                            .of(fed.fed().getFirst())
                                            .plus(variable(scope, "decoder.classify.bias")));
                        });
        assertThat(got.get("h").shape().dims()).containsExactly(1, 16);
        assertThat(got.get("read_out").toDoubles()).isEqualTo(got.get("first").toDoubles());
        assertThat(got.get("fed").toDoubles()).isNotEqualTo(got.get("unfed").toDoubles());
    }

    private static Tensor next(
            EncoderDecoder model, Tensor symbol, List<Memory> memory, Decoder.State state) {
        return model.decodeStep(symbol, new EncoderDecoder.Encoded(memory, state)).logits();
    }

    private static Variable variable(Scope scope, String name) {
        return scope.parameters().stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The loss of one batch as an entry in training, or in evaluation, gives it. */
    private static double loss(double dropout, boolean training, AttentionPlace place, long step) {
        Scope scope = Scope.root();
        var config = new EncoderDecoder.Config(V, V, 8, 16, 2, Cells.GRU, Attentions.DOT, place);
        var model = new EncoderDecoder(scope, config.dropout(dropout));
        Map<String, Array> inputs = new HashMap<>(copies(new SplittableRandom(5), 3));
        inputs.remove("learning_rate");
        if (training && dropout > 0) {
            inputs.put(Mode.Training.KEY, Mode.Training.key(1, step));
        }
        return Run.once(
                        scope,
                        inputs,
                        t -> {
                            if (training) {
                                t.output("total", model.training(S, T, 3, -1).apply(t));
                            } else {
                                model.evaluating(S, T, 3, -1).accept(t);
                            }
                        })
                .get("total")
                .item();
    }

    @ParameterizedTest
    @EnumSource(AttentionPlace.class)
    void dropoutIsForTrainingOnlyAndDrawnAnewForEachUpdate(AttentionPlace place) {
        double plain = loss(0, true, place, 1);
        double once = loss(0.5, true, place, 1);
        assertThat(once).isNotEqualTo(plain).isEqualTo(loss(0.5, true, place, 1));
        assertThat(loss(0.5, true, place, 2)).isNotEqualTo(once);
        assertThat(loss(0.5, false, place, 1)).isEqualTo(loss(0, false, place, 1));
    }

    @Test
    void dropoutStandsInFrontOfEachLayerAndOfTheReadOut() {
        Scope scope = Scope.root();
        var config =
                new EncoderDecoder.Config(
                        V, V, 8, 16, 3, Cells.RNN, Attentions.DOT, AttentionPlace.INPUT_FEEDING);
        var model = new EncoderDecoder(scope, config.dropout(0.5));
        Program program =
                Program.of(DType.F64, scope, 1)
                        .with("loss", t -> t.output("loss", model.training(S, T, 3, -1).apply(t)));
        // three layers of the encoder; three of the decoder, two of them inside the loop; classify
        assertThat(draws(program.entries().get("loss").graph())).isEqualTo(7);
    }

    private static long draws(Graph graph) {
        return graph.nodes().stream()
                .mapToLong(
                        n ->
                                switch (n.op()) {
                                    case Op.RandomBits _ -> 1;
                                    case Op.Scan scan -> draws(scan.body());
                                    default -> 0;
                                })
                .sum();
    }

    @Test
    void paddingOfTheSourceDoesNotMatter() {
        Scope scope = Scope.root();
        var model = model(scope, 2, Cells.LSTM, Attentions.ADDITIVE, AttentionPlace.AFTER_CELL);
        int[] two = {3, 5};
        Array[] logits = new Array[2];
        for (int wide = 0; wide < 2; wide++) {
            int length = wide == 0 ? 2 : 4;
            int[] source = {3, 5, 6, 6};
            logits[wide] =
                    Run.once(
                                    scope,
                                    Map.of(
                                            "source",
                                            Array.of(Arrays.copyOf(source, length), length, 1)),
                                    t ->
                                            t.output(
                                                    "logits",
                                                    model.logits(
                                                            t.input("source", DType.I32, length, 1),
                                                            t.graph()
                                                                    .constant(
                                                                            Array.of(
                                                                                    new int[] {
                                                                                        two.length
                                                                                    })),
                                                            t.graph()
                                                                    .constant(
                                                                            Array.of(two, 2, 1)))))
                            .get("logits");
        }
        assertThat(logits[0].toDoubles()).containsExactly(logits[1].toDoubles(), within(1e-14));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(
                        () ->
                                new EncoderDecoder(
                                        Scope.root(),
                                        new EncoderDecoder.Config(
                                                V, V, 8, 15, 1, Cells.GRU, null, null)))
                .hasMessageContaining("even one, got 15");
        assertThatThrownBy(
                        () ->
                                new EncoderDecoder.Config(
                                        V, V, 8, 16, 1, Cells.GRU, Attentions.DOT, null))
                .hasMessageContaining("place");
    }
}
