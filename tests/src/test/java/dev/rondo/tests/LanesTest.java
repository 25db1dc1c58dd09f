package dev.rondo.tests;

import static dev.rondo.graph.Functions.tanh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.compiler.Passes;
import dev.rondo.contract.Drawing;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Kernels;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of a batch that go through a loop side by side, each some of them. */
class LanesTest {
    private static final int T = 33;
    private static final int B = 19;
    private static final int H = 48;

    /** The reference kernels, so many at once; counts how often they are used side by side. */
    private static Kernels lanes(int count, AtomicInteger together) {
        List<Kernels> lanes =
                IntStream.range(0, count).<Kernels>mapToObj(_ -> new ScalarKernels()).toList();
        Kernels main = new ScalarKernels();
        return (Kernels)
                Proxy.newProxyInstance(
                        LanesTest.class.getClassLoader(),
                        new Class<?>[] {Kernels.class},
                        (_, method, arguments) -> {
                            switch (method.getName()) {
                                case "lanes" -> {
                                    return lanes;
                                }
                                case "together" -> {
                                    together.incrementAndGet();
                                    atOnce((Runnable[]) arguments[0]);
                                    return null;
                                }
                                default -> {
                                    try {
                                        return method.invoke(main, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                }
                            }
                        });
    }

    private static void atOnce(Runnable[] tasks) throws InterruptedException {
        List<Thread> threads = Stream.of(tasks).map(t -> Thread.ofPlatform().start(t)).toList();
        for (Thread t : threads) {
            t.join();
        }
    }

    /** Runs a subject with and without lanes; the bits are the same. Says how often they met. */
    private static int sideBySide(Subject s, UnaryOperator<Entry> passes) {
        AtomicInteger together = new AtomicInteger();
        Backend one = Targets.kernels("one", ScalarKernels::new, passes).open();
        Backend many = Targets.kernels("many", () -> lanes(3, together), passes).open();
        Map<String, Array> expected = s.run(one, DType.F32);
        Map<String, Array> found = s.run(many, DType.F32);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, a) -> assertThat(found.get(name).sameBits(a)).as(name).isTrue());
        return together.get();
    }

    private static Subject cell(Cells cell, Consumer<Recurrences> how) {
        Scope scope = Scope.root();
        var made = cell.stack(scope, 3, H, 1);
        return Subject.drawn(
                        cell.id(),
                        scope,
                        d -> {
                            var r = new Recurrences(d, Recurrence.of(made));
                            how.accept(r);
                            var o = r.recurrence.over(d.floats(T, B, 3));
                            d.output("y", o.outputs());
                            d.output("last", States.tensors(o.last()).getFirst());
                        })
                .withGradients();
    }

    /** A recurrence that is being set up. */
    private static final class Recurrences {
        private final Drawing drawing;
        private Recurrence<StackedCell.State> recurrence;

        Recurrences(Drawing drawing, Recurrence<StackedCell.State> recurrence) {
            this.drawing = drawing;
            this.recurrence = recurrence;
        }

        void ragged() {
            int[] lengths = IntStream.range(0, B).map(i -> 2 * i % (T + 1)).toArray();
            recurrence = recurrence.lengths(drawing.given(Array.of(lengths)));
        }

        void shorter() {
            recurrence = recurrence.steps(drawing.given(Array.scalar(DType.I32, T - 2)));
        }

        void backwards() {
            recurrence = recurrence.backwards();
        }
    }

    @TestFactory
    Stream<DynamicTest> cellsForwardsAndTheirGradientsGoSideBySide() {
        Map<String, Consumer<Recurrences>> ways =
                Map.of(
                        "plain", _ -> {},
                        "ragged", Recurrences::ragged,
                        "backwards", Recurrences::backwards,
                        "ragged backwards",
                                r -> {
                                    r.ragged();
                                    r.backwards();
                                },
                        "shorter", Recurrences::shorter);
        return Stream.of(Cells.values())
                .flatMap(
                        cell ->
                                ways.keySet().stream()
                                        .sorted()
                                        .map(
                                                way ->
                                                        DynamicTest.dynamicTest(
                                                                cell.id() + " " + way,
                                                                () -> both(cell, ways.get(way)))));
    }

    /** One loop forwards and one backwards; dividing a loop without products does not pay. */
    private static void both(Cells cell, Consumer<Recurrences> way) {
        int together = sideBySide(cell(cell, way), Passes.all()::apply);
        switch (cell) {
            // the state enters no product, neither forwards nor backwards
            case INDRNN, MIN_GRU, MIN_LSTM -> assertThat(together).isZero();
            // the truncated gradient enters none
            case LSTM_1997 -> assertThat(together).isBetween(1, 2);
            default -> assertThat(together).isEqualTo(2);
        }
    }

    /** Forwards all of them; backwards too, but for the one whose heads share an axis with rows. */
    @TestFactory
    Stream<DynamicTest> decodersWithAttentionGoSideBySide() {
        return Stream.of(Attentions.values())
                .map(
                        attention ->
                                DynamicTest.dynamicTest(
                                        attention.id(),
                                        () ->
                                                assertThat(
                                                                sideBySide(
                                                                        decoder(attention),
                                                                        Passes.all()::apply))
                                                        .isGreaterThan(
                                                                attention == Attentions.MULTI_HEAD
                                                                        ? 0
                                                                        : 1)));
    }

    private static Subject decoder(Attentions attention) {
        Scope scope = Scope.root();
        var model =
                new EncoderDecoder(
                        scope,
                        new EncoderDecoder.Config(
                                13,
                                11,
                                3,
                                H,
                                1,
                                Cells.GRU,
                                attention,
                                AttentionPlace.INPUT_FEEDING));
        int[] lengths = IntStream.range(0, B).map(i -> 1 + i % 7).toArray();
        return Subject.drawn(
                        "decoder",
                        scope,
                        d -> {
                            Tensor logits =
                                    model.logits(
                                            d.integers(0, 13, 7, B),
                                            d.given(Array.of(lengths)),
                                            d.integers(0, 11, T, B));
                            d.output(
                                    "loss",
                                    CrossEntropy.of(logits, d.integers(-1, 11, T, B)).mean());
                        })
                .withGradients();
    }

    @Test
    void rowsThatDependOnEachOtherStayTogether() {
        Subject s =
                Subject.drawn(
                        "mixed",
                        d -> {
                            Tensor w = d.floats(H, H);
                            var r =
                                    Scan.over(T)
                                            .carrying(d.floats(B, H))
                                            .run(
                                                    (c, _) -> {
                                                        Tensor h = c.getFirst();
                                                        Tensor others = h.sum(0).times(0.01);
                                                        return new Scan.Step(
                                                                List.of(
                                                                        tanh(
                                                                                h.matmul(w)
                                                                                        .plus(
                                                                                                others))),
                                                                List.of());
                                                    });
                            d.output("h", r.carries().getFirst());
                        });
        assertThat(sideBySide(s, Passes.all()::apply)).isZero();
    }

    /** So wide that the projections of all steps are not computed at once, by any of the lanes. */
    @TestFactory
    Stream<DynamicTest> projectionsAreComputedForSomeStepsAtATime() {
        return Stream.of(T, T - 2, 22, 3, 0)
                .flatMap(
                        steps ->
                                Stream.of(false, true)
                                        .map(
                                                backwards ->
                                                        DynamicTest.dynamicTest(
                                                                steps + " " + backwards,
                                                                () ->
                                                                        assertThat(
                                                                                        sideBySide(
                                                                                                wide(
                                                                                                        steps,
                                                                                                        backwards),
                                                                                                Passes
                                                                                                                .all()
                                                                                                        ::apply))
                                                                                .isOne())));
    }

    private static Subject wide(int steps, boolean backwards) {
        int width = 1100;
        return Subject.drawn(
                "wide",
                d -> {
                    Tensor w = d.floats(3, 2 * width);
                    Scan scan =
                            Scan.over(T)
                                    .carrying(d.floats(B, width))
                                    .reading(d.floats(T, B, 3))
                                    .reversed(backwards);
                    if (steps < T) {
                        scan = scan.steps(d.given(Array.scalar(DType.I32, steps)));
                    }
                    var r =
                            scan.run(
                                    (c, in) -> {
                                        Tensor both = in.getFirst().matmul(w);
                                        Tensor left = both.slice(1, 0, width);
                                        Tensor right = both.slice(1, width, 2 * width);
                                        Tensor h = tanh(c.getFirst().times(left).plus(right));
                                        return new Scan.Step(List.of(h), List.of(h));
                                    });
                    d.output("h", r.carries().getFirst());
                    d.output("all", r.outputs().getFirst());
                });
    }

    @Test
    void aSmallLoopStaysWithOneThread() {
        Scope scope = Scope.root();
        var cell = Cells.LSTM.stack(scope, 3, 4, 1);
        Subject s =
                Subject.drawn(
                        "small",
                        scope,
                        d -> d.output("y", Recurrence.of(cell).over(d.floats(T, B, 3)).outputs()));
        assertThat(sideBySide(s, Passes.all()::apply)).isZero();
    }
}
