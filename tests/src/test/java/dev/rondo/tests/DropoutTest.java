package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.Step;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CrossEntropy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Dropout between layers and of recurrent connections, forwards, backwards and ragged. */
class DropoutTest {
    private static final int T = 6;
    private static final int B = 5;
    private static final int H = 7;
    private static final Array KEY = Mode.Training.key(11, 3);

    /** Gives what its mask makes of ones, and carries a state that the mask must not touch. */
    private record Probe() implements MaskableCell<Probe.State> {
        record State(Tensor h) {}

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, H).plus(1));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            return step(x, s, UnaryOperator.identity());
        }

        @Override
        public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
            return Step.of(mask.apply(s.h()), s);
        }
    }

    /** Hands on what it reads. */
    private record Wire() implements Cell<Wire.State> {
        record State(Tensor unused) {}

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, 1));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            return Step.of(x, s);
        }
    }

    private static Tensor ones(Trace t) {
        return t.graph().zeros(T, B, H).plus(1);
    }

    private static Map<String, Array> run(
            Target target, DType type, Map<String, Array> more, Consumer<Trace> body) {
        Map<String, Array> inputs = new HashMap<>(more);
        inputs.put(Mode.Training.KEY, KEY);
        return Subject.of("dropout", Scope.root(), inputs, body).run(target.open(), type);
    }

    private static double[] row(Array outputs, int t) {
        double[] all = outputs.toDoubles();
        return Arrays.copyOfRange(all, t * B * H, (t + 1) * B * H);
    }

    /** What a stack makes of a sequence of ones. */
    private static Array stacked(StackOptions options, Cell<?>... cells) {
        return run(
                        Targets.SCALAR,
                        DType.F64,
                        Map.of(),
                        t -> {
                            var stack =
                                    options.in(Mode.training(t), new StackedCell(List.of(cells)));
                            var start = stack.initialState(t.graph(), B);
                            t.output("y", stack.over(ones(t), null, start).outputs());
                        })
                .get("y");
    }

    @Test
    void aSequenceDropsTheSameConnectionsAtEveryStep() {
        Array y = stacked(StackOptions.none().recurrentDropout(0.5), new Probe());
        assertThat(row(y, 0)).containsOnly(0, 2);
        for (int t = 1; t < T; t++) {
            assertThat(row(y, t)).containsExactly(row(y, 0));
        }
    }

    @Test
    void betweenLayersEachStepDropsOthers() {
        Array y = stacked(StackOptions.none().dropout(0.5), new Wire(), new Wire());
        assertThat(row(y, 0)).containsOnly(0, 2);
        assertThat(row(y, 1)).containsOnly(0, 2).isNotEqualTo(row(y, 0));
    }

    @Test
    void directionsDropOthersAndWhatLiesBehindARowsEndStaysZero() {
        int[] lengths = {6, 0, 3, 1, 5};
        Array y =
                run(
                                Targets.SCALAR,
                                DType.F64,
                                Map.of("lengths", Array.of(lengths)),
                                t -> {
                                    var drop = new Dropout(0.5).in(Mode.training(t));
                                    var layer =
                                            SequenceLayer.bidirectional(
                                                    MaskableCell.masked(new Probe(), drop),
                                                    MaskableCell.masked(new Probe(), drop));
                                    var given = t.input("lengths", DType.I32, B);
                                    t.output("y", layer.over(ones(t), given).outputs());
                                })
                        .get("y");
        for (int b = 0; b < B; b++) {
            for (int t = 0; t < T; t++) {
                for (int k = 0; k < 2 * H; k++) {
                    double v = y.get((t * B + b) * 2 * H + k);
                    assertThat(v).isEqualTo(t < lengths[b] ? y.get(b * 2 * H + k) : 0);
                }
            }
        }
        double[] first = Arrays.copyOf(y.toDoubles(), H);
        double[] second = Arrays.copyOfRange(y.toDoubles(), H, 2 * H);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void everyBackendAndTypeDropsTheSameElements() {
        Consumer<Trace> body =
                t -> t.output("y", new Dropout(0.3).of(Mode.training(t), ones(t)).greaterThan(0));
        Array expected = run(Targets.SCALAR, DType.F64, Map.of(), body).get("y");
        for (Target target : Targets.all()) {
            for (DType type : List.of(DType.F32, DType.F64)) {
                Array y = run(target, type, Map.of(), body).get("y");
                assertThat(y.sameBits(expected)).as(target + " in " + type).isTrue();
            }
        }
    }

    @Test
    void aCellThatDoesNotSayWhereItsProductsAreIsRefused() {
        assertThatThrownBy(() -> MaskableCell.masked(new Wire(), t -> t))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Wire")
                .hasMessageContaining("let it implement MaskableCell");
    }

    private static Subject languageModel(CellFactory cell, String name, boolean tied) {
        Scope scope = Scope.root();
        var options = StackOptions.none().dropout(0.3).recurrentDropout(0.4).residual(true);
        var model =
                new LanguageModel(
                        scope,
                        new LanguageModel.Config(13, 3, H, 2, cell).options(options).tied(tied));
        Map<String, Array> inputs =
                Map.of(
                        Mode.Training.KEY,
                        KEY,
                        "symbols",
                        Samples.integers(1, 0, 13, T, B),
                        "targets",
                        Samples.integers(2, -1, 13, T, B));
        return Subject.of(
                "language model of " + name + (tied ? ", tied" : ""),
                scope,
                inputs,
                t -> {
                    var symbols = t.input("symbols", DType.I32, T, B);
                    var start = model.initialState(t.graph(), B);
                    var read = model.over(Mode.training(t), symbols, start);
                    var targets = t.input("targets", DType.I32, T, B);
                    t.output("loss", CrossEntropy.of(read.logits(), targets).mean());
                });
    }

    /** Both directions and two layers, ragged, everything dropped that can be. */
    private static Subject ragged() {
        Scope scope = Scope.root();
        Cell<?> a = Cells.LSTM.create(scope.child("a"), 2, 3);
        Cell<?> b = Cells.GRU.create(scope.child("b"), 2, 3);
        Cell<?> c = Cells.GRU_AFTER.create(scope.child("c"), 6, 6);
        return Subject.of(
                "ragged, in both directions",
                scope,
                Map.of(
                        Mode.Training.KEY,
                        KEY,
                        "x",
                        Samples.uniform(3, -1, 1, T, B, 2),
                        "lengths",
                        Array.of(new int[] {6, 0, 3, 1, 5})),
                t -> {
                    var mode = Mode.training(t);
                    var drop = new Dropout(0.4).in(mode);
                    var stack =
                            new RecurrentStack(
                                    List.of(
                                            SequenceLayer.bidirectional(
                                                    MaskableCell.masked(a, drop),
                                                    MaskableCell.masked(b, drop)),
                                            SequenceLayer.of(MaskableCell.masked(c, drop))),
                                    new Dropout(0.3).in(mode),
                                    true);
                    var lengths = t.input("lengths", DType.I32, B);
                    t.output("y", stack.over(t.input("x", T, B, 2), lengths).outputs());
                });
    }

    private static Stream<Subject> subjects() {
        return Stream.of(
                languageModel(Cells.RNN, "rnn", false),
                languageModel(Cells.LSTM, "lstm", true),
                languageModel(Cells.GRU, "gru", false),
                languageModel(Cells.GRU_AFTER, "gru-after", false),
                ragged());
    }

    @TestFactory
    Stream<DynamicTest> gradientsWithAFixedKeyAreExact() {
        return subjects().map(s -> DynamicTest.dynamicTest(s.name(), () -> GradientCheck.first(s)));
    }

    @TestFactory
    Stream<DynamicTest> sameOnEveryBackend() {
        return subjects()
                .map(
                        s ->
                                DynamicTest.dynamicTest(
                                        s.name(),
                                        () -> {
                                            Equivalence.check(s.withGradients(), Targets.SIMD);
                                            Determinism.check(
                                                    s.withGradients(), Targets.SIMD, DType.F32);
                                        }));
    }
}
