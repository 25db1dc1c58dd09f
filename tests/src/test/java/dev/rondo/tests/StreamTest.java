package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Target;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.streaming.Stream;
import dev.rondo.models.streaming.Streamable;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is read step by step is what the whole sequence gives, bit for bit. */
class StreamTest {
    private static final int T = 11;
    private static final int B = 3;
    private static final int I = 5;

    private record Model(
            String name, Scope scope, Streamable<?> streamable, Array xs, int... row) {}

    private static List<Model> models() {
        List<Model> all = new ArrayList<>();
        Array floats = Samples.uniform(7, -1, 1, T, B, I);
        for (Cells kind : Cells.values()) {
            Scope one = Scope.root();
            Cell<?> cell = kind.create(one.child("cell"), I, 37);
            Dense out = new Dense(one.child("out"), 37, 2);
            all.add(
                    new Model(
                            kind.id() + " with a layer on top",
                            one,
                            Streamable.of(cell).with(out::of),
                            floats,
                            I));
            Scope stacked = Scope.root();
            var cells = kind.stack(stacked, I, 17, 3).residual();
            all.add(new Model("stack of " + kind.id(), stacked, Streamable.of(cells), floats, I));
        }
        Scope scope = Scope.root();
        var language =
                new LanguageModel(
                        scope,
                        new LanguageModel.Config(13, 19, 23, 2, Cells.LSTM)
                                .options(StackOptions.none().dropout(0.5).residual(true))
                                .tied(true));
        all.add(
                new Model(
                        "language model",
                        scope,
                        Streamable.of(language),
                        Samples.integers(8, 0, 13, T, B)));
        return all;
    }

    /** One entry that reads everything at once, beside those of the stream. */
    private static <S extends Record> Program program(
            Model m, Streamable<S> streamable, DType type) {
        return Stream.addTo(Program.of(type, m.scope(), 5), "stream", streamable, B, m.row())
                .with(
                        "whole",
                        t -> {
                            DType of = streamable.inputType().apply(type);
                            var xs = t.input("xs", of, m.xs().shape().dims());
                            var start = streamable.initial().apply(t.graph(), B);
                            t.output("y", streamable.reader().apply(xs, start).outputs());
                        });
    }

    private static Array inputs(Model m, DType type) {
        return m.xs().dtype().isFloat() ? m.xs().cast(type) : m.xs();
    }

    /** Position t of the first axis. */
    private static Array at(Array all, int t) {
        Array one = Array.zeros(all.dtype(), all.shape().tail());
        for (int i = 0; i < one.size(); i++) {
            one.set(i, all.get(t * one.size() + i));
        }
        return one;
    }

    @TestFactory
    java.util.stream.Stream<DynamicTest> givesTheBitsOfTheWholeSequence() {
        return Targets.all().stream()
                .flatMap(
                        target ->
                                models().stream()
                                        .map(
                                                m ->
                                                        DynamicTest.dynamicTest(
                                                                m.name() + " on " + target,
                                                                () -> check(m, target))));
    }

    private static void check(Model m, Target target) {
        for (DType type : List.of(DType.F32, DType.F64)) {
            try (Executable e = target.open().compile(program(m, m.streamable(), type))) {
                Array xs = inputs(m, type);
                Array whole = e.run("whole", Map.of("xs", xs)).get("y").copy();
                Stream stream = new Stream(e, "stream");
                for (int round = 0; round < 2; round++) {
                    for (int t = 0; t < T; t++) {
                        Array y = stream.next(at(xs, t));
                        assertThat(y.sameBits(at(whole, t)))
                                .as("step %d in %s: %s, %s", t, type, y, at(whole, t))
                                .isTrue();
                    }
                    stream.reset();
                }
            }
        }
    }

    @Test
    void oneRowCanBeginAnewWhileTheOthersGoOn() {
        Model m = models().getFirst();
        try (Executable e = Targets.SCALAR.open().compile(program(m, m.streamable(), DType.F32))) {
            Array x = at(inputs(m, DType.F32), 0);
            Stream stream = new Stream(e, "stream");
            double[] first = stream.next(x).toDoubles();
            stream.next(x);
            Stream untouched = new Stream(e, "stream");
            untouched.next(x);
            untouched.next(x);
            double[] third = untouched.next(x).toDoubles();
            stream.reset(1);
            double[] mixed = stream.next(x).toDoubles();
            assertThat(mixed)
                    .containsExactly(third[0], third[1], first[2], first[3], third[4], third[5]);
            assertThat(third[2]).isNotEqualTo(first[2]);
            assertThatThrownBy(() -> stream.reset(B))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("3");
        }
    }
}
