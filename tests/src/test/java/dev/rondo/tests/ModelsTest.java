package dev.rondo.tests;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Drawing;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.attention.AttentionFactory;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Whole models and losses: their gradients, and the same results on every backend. */
class ModelsTest {
    private static final int S = 7;
    private static final int T = 5;
    private static final int B = 3;

    private static List<Subject> subjects() {
        List<Subject> all = new ArrayList<>();
        for (AttentionPlace place : AttentionPlace.values()) {
            for (Attentions attention : Attentions.values()) {
                if (attention != Attentions.CONCAT) {
                    all.add(encoderDecoder(Cells.RNN, attention, attention.id(), place, 1));
                }
            }
        }
        all.add(
                encoderDecoder(
                        Cells.LSTM, Attentions.ADDITIVE, "LSTM", AttentionPlace.INPUT_FEEDING, 1));
        all.add(encoderDecoder(Cells.GRU, null, "no attention", null, 2));
        all.add(
                encoderDecoder(
                        Cells.GRU_AFTER,
                        Attentions.GENERAL,
                        "two layers",
                        AttentionPlace.BEFORE_CELL,
                        2));
        // relu has a kink, and the gradient of the first LSTM is truncated: differences do not tell
        EnumSet.complementOf(EnumSet.of(Cells.RNN_RELU, Cells.INDRNN, Cells.LSTM_1997))
                .forEach(cell -> all.add(languageModel(cell)));
        all.add(losses());
        return all;
    }

    private static Subject encoderDecoder(
            Cells cell,
            AttentionFactory attention,
            String label,
            AttentionPlace place,
            int layers) {
        Scope scope = Scope.root();
        EncoderDecoder model =
                new EncoderDecoder(
                        scope,
                        new EncoderDecoder.Config(13, 11, 3, 10, layers, cell, attention, place));
        return Subject.drawn(
                "encoder-decoder, " + label + ", " + place,
                scope,
                d -> {
                    Tensor logits =
                            model.logits(
                                    d.integers(0, 13, S, B),
                                    d.given(Array.of(new int[] {S, 1, 4})),
                                    d.integers(0, 11, T, B));
                    d.output("loss", loss(d, logits, d.integers(-1, 11, T, B)));
                });
    }

    private static Tensor loss(Drawing d, Tensor logits, Tensor targets) {
        return CrossEntropy.of(logits, targets).mean();
    }

    private static Subject languageModel(Cells cell) {
        Scope scope = Scope.root();
        LanguageModel model = new LanguageModel(scope, new LanguageModel.Config(13, 3, 7, 2, cell));
        return Subject.drawn(
                "language model, " + cell.id(),
                scope,
                d -> {
                    Graph g = d.graph();
                    var out = model.over(d.integers(0, 13, T, B), model.initialState(g, B));
                    d.output("loss", loss(d, out.logits(), d.integers(-1, 13, T, B)));
                });
    }

    private static Subject losses() {
        return Subject.drawn(
                "losses",
                d -> {
                    Tensor targets = d.given(Array.of(new int[] {0, 6, -1, 3, -1, 2}, 2, 3));
                    Tensor none = d.given(Array.of(new int[] {-1, -1, -1}));
                    Tensor large = d.given("large", Samples.signed(3, 100, 2000, 3, 7));
                    d.output("mean", CrossEntropy.of(d.floats(2, 3, 7), targets).mean());
                    d.output("none", CrossEntropy.of(d.floats(3, 7), none).mean());
                    d.output(
                            "large",
                            CrossEntropy.of(large, d.given(Array.of(new int[] {5, 0, 2}))).total());
                    d.output("squared", SquaredError.mean(d.floats(3, 5), d.floats(3, 5)));
                });
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return subjects().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> GradientCheck.first(s)));
    }

    @TestFactory
    Stream<DynamicTest> sameEverywhere() {
        return subjects().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> same(s.withGradients())));
    }

    private static void same(Subject s) {
        Equivalence.check(s, Targets.SIMD);
        Determinism.check(s, Targets.SIMD, DType.F32);
    }
}
