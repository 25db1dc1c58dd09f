package dev.rondo.tests;

import static dev.rondo.graph.Functions.tanh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.compiler.Pass;
import dev.rondo.compiler.Passes;
import dev.rondo.compiler.WorkCounts;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Images;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.Lstm;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every pass alone, and all but one, compute what was written; and each does what it is for. */
class PassesTest {
    @Provide
    Arbitrary<RandomProgram> programs() {
        return RandomPrograms.arbitrary();
    }

    private static Target with(Passes passes) {
        return Targets.kernels("scalar with " + passes.chosen(), ScalarKernels::new, passes::apply);
    }

    @Property(tries = 20, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void eachAloneChangesNothing(@ForAll("programs") RandomProgram program, @ForAll Pass pass) {
        Equivalence.check(program.subject(), with(new Passes(EnumSet.of(pass))));
    }

    @Property(tries = 20, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void allButOneChangeNothing(@ForAll("programs") RandomProgram program, @ForAll Pass pass) {
        Equivalence.check(program.subject(), with(Passes.all().without(pass)));
    }

    @TestFactory
    Stream<DynamicTest> cellsAndTheirGradientsStayTheSame() {
        return Stream.of(Pass.values())
                .flatMap(
                        pass ->
                                Stream.of(Cells.values())
                                        .map(
                                                cell ->
                                                        DynamicTest.dynamicTest(
                                                                cell.id() + " without " + pass,
                                                                () -> same(cell, pass))));
    }

    private static void same(CellFactory cell, Pass pass) {
        Equivalence.check(stack(cell).withGradients(), with(Passes.all().without(pass)));
    }

    private static Subject stack(CellFactory cell) {
        Scope scope = Scope.root();
        var stack = cell.stack(scope, 3, 5, 2);
        return Subject.drawn(
                "stack",
                scope,
                d -> d.output("y", Recurrence.of(stack).over(d.floats(4, 2, 3)).outputs()));
    }

    /** A message names a line that somebody wrote, not the one that had the program compiled. */
    @Test
    void whatIsRewrittenComesFromLinesOfTheProgram() {
        Entry entry = stack(Cells.LSTM).withGradients().entry(DType.F32);
        Set<String> lines = lines(entry.graph());
        for (Pass pass : Pass.values()) {
            Entry rewritten = new Passes(EnumSet.of(pass)).apply(entry);
            assertThat(lines).as("%s", pass).containsAll(lines(rewritten.graph()));
        }
        assertThat(lines).containsAll(lines(Passes.all().apply(entry).graph()));
    }

    private static Set<String> lines(Graph graph) {
        Set<String> lines = new HashSet<>();
        for (Node n : graph.nodes()) {
            lines.add(n.site());
            switch (n.op()) {
                case Op.Scan scan -> lines.addAll(lines(scan.body()));
                case Op.Fused fused -> lines.addAll(lines(fused.body()));
                default -> {}
            }
        }
        return lines;
    }

    /** One carry is wanted of two loops in a row; what hands the other on is needed by nobody. */
    @Test
    void aLoopMayHaveOperandsThatNobodyNeeds() {
        Subject s =
                Subject.drawn(
                        "loops",
                        d -> {
                            Tensor h = d.floats(2, 3);
                            var r =
                                    Scan.over(3)
                                            .carrying(h, d.floats(2, 3))
                                            .run(
                                                    (c, _) ->
                                                            new Scan.Step(
                                                                    inner(inner(c)), List.of()));
                            d.output("h", r.carries().getFirst());
                        });
        for (Pass pass : Pass.values()) {
            Equivalence.check(s, with(new Passes(EnumSet.of(pass))));
        }
    }

    private static List<Tensor> inner(List<Tensor> carries) {
        var r =
                Scan.over(2)
                        .carrying(carries)
                        .run(
                                (c, _) ->
                                        new Scan.Step(
                                                List.of(tanh(c.get(0)), c.get(1).times(0.5)),
                                                List.of()));
        return r.carries();
    }

    /**
     * Of two pairs that could each be done in one go only one can: together they would wait for
     * each other.
     */
    @Test
    void twoClustersDoNotWaitForEachOther() {
        Subject s =
                Subject.drawn(
                        "clusters",
                        d -> {
                            Tensor first = tanh(d.floats(2, 3));
                            Tensor u = first.sum();
                            Tensor other = tanh(d.floats(4));
                            d.output("a", first.times(other.sum()));
                            d.output("b", other.plus(u));
                        });
        Equivalence.check(s, with(Passes.all()));
    }

    @TestFactory
    Stream<DynamicTest> longSumsOfAStepNeedNoDeepStackAndNoLongTime() {
        UnaryOperator<Tensor> longSum =
                x ->
                        IntStream.range(0, 20_000)
                                .mapToObj(i -> x.times(i))
                                .reduce(Tensor::plus)
                                .orElseThrow();
        // 2^60 paths lead through it
        UnaryOperator<Tensor> doubled =
                x -> Stream.iterate(x, d -> d.plus(d)).skip(60).findFirst().get();
        return Stream.of(Pass.values())
                .flatMap(
                        pass ->
                                Stream.of(longSum, doubled)
                                        .map(
                                                term ->
                                                        DynamicTest.dynamicTest(
                                                                pass.id(),
                                                                () -> summing(term, pass))));
    }

    /** A loop that adds up a term of its steps, rewritten. */
    private static void summing(UnaryOperator<Tensor> term, Pass pass) {
        Entry entry =
                Entry.trace(
                        "sum",
                        DType.F32,
                        t -> {
                            Tensor x = t.input("x", 2, 3);
                            Scan.Result sum =
                                    Scan.over(2)
                                            .carrying(List.of(t.graph().zeros(3)))
                                            .reading(List.of(x))
                                            .run(
                                                    (c, row) ->
                                                            new Scan.Step(
                                                                    List.of(
                                                                            c.getFirst()
                                                                                    .plus(
                                                                                            term
                                                                                                    .apply(
                                                                                                            row
                                                                                                                    .getFirst()))),
                                                                    List.of()));
                            t.output("sum", sum.carries().getFirst());
                        });
        assertThat(new Passes(EnumSet.of(pass)).apply(entry).outputs()).containsKey("sum");
    }

    // ---- what the passes are for

    private static Entry training(CellFactory factory, Passes passes) {
        Scope scope = Scope.root();
        var cell = factory.create(scope, 3, 5);
        Entry entry =
                Entry.trace(
                        "train",
                        DType.F32,
                        t -> {
                            Tensor x = t.input("x", 7, 2, 3);
                            Tensor loss = Recurrence.of(cell).over(x).outputs().sum();
                            List<Tensor> g = Gradients.of(loss, scope.parameters());
                            for (int i = 0; i < g.size(); i++) {
                                t.output("d" + i, g.get(i));
                            }
                        });
        return passes.apply(entry);
    }

    private static long products(Graph graph) {
        return graph.nodes().stream().filter(n -> n.op() instanceof Op.MatMul).count();
    }

    private static List<Long> productsOfLoops(Graph graph) {
        List<Long> all = new ArrayList<>();
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Op.Scan scan) {
                all.add(products(scan.body()));
            }
        }
        return all;
    }

    @Test
    void anLstmMultipliesOnceAStepAndThriceOutside() {
        Entry train = training(Cells.LSTM, Passes.all());
        assertThat(productsOfLoops(train.graph())).containsExactly(1L, 1L);
        // all inputs with all weights; all gates' gradients with all inputs, and with all states
        assertThat(products(train.graph())).isEqualTo(3);
    }

    @Test
    void withoutJoiningEachGateMultipliesBackwards() {
        Entry train = training(Cells.LSTM, Passes.all().without(Pass.JOIN_PRODUCTS));
        assertThat(productsOfLoops(train.graph())).containsExactly(1L, 4L);
    }

    @Test
    void withoutMergingEachGateMultipliesForwards() {
        Entry train = training(Cells.LSTM, Passes.all().without(Pass.MERGE_PRODUCTS));
        assertThat(productsOfLoops(train.graph())).containsExactly(4L, 1L);
    }

    @Test
    void passesAreLeftOutByName() {
        assertThat(Passes.allBut(Set.of("fusion", "loop-motion")))
                .isEqualTo(Passes.all().without(Pass.FUSION).without(Pass.LOOP_MOTION));
        assertThatThrownBy(() -> Passes.allBut(Set.of("magic")))
                .hasMessageContaining("there is no pass 'magic'; there are simplification, ");
    }

    @Test
    void aBackendSaysWhatItRuns() {
        Scope scope = Scope.root();
        Lstm cell = new Lstm(scope, 3, 5);
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "run",
                                t ->
                                        t.output(
                                                "y",
                                                Recurrence.of(cell)
                                                        .over(t.input("x", 4, 2, 3))
                                                        .outputs()));
        Entry written = program.entries().get("run");
        var whole = new CompileOptions(false);
        var unmoved = new CompileOptions(false, Set.of("loop-motion"));
        try (Executable e = Targets.SIMD.open().compile(program, whole);
                Executable u = Targets.SIMD.open().compile(program, unmoved);
                Executable s = Target.reference().open().compile(program)) {
            assertThat(counts(s.compiled("run"))).isEqualTo(counts(written));
            assertThat(counts(written)).containsExactly(0, 8);
            assertThat(counts(e.compiled("run"))).containsExactly(1, 1);
            assertThat(counts(u.compiled("run")).getFirst()).isZero();
            assertThatThrownBy(() -> e.compiled("walk")).hasMessageContaining("no entry 'walk'");
        }
        assertThatThrownBy(() -> Target.reference().open().compile(program, unmoved))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("there is no pass loop-motion to leave out");
    }

    private static List<Integer> counts(Entry entry) {
        return WorkCounts.of(entry).stream().map(c -> c.products().size()).toList();
    }

    private static long count(Graph graph, Class<? extends Op> kind) {
        return graph.nodes().stream().filter(n -> kind.isInstance(n.op())).count();
    }

    /** What is left of a sum of padded inputs [2, 2]: pads, concatenations, and operations. */
    @SafeVarargs
    private static List<Long> sum(UnaryOperator<Tensor>... padded) {
        Entry written =
                Entry.trace(
                        "sum",
                        DType.F32,
                        t -> {
                            Tensor sum = null;
                            for (int i = 0; i < padded.length; i++) {
                                Tensor part = padded[i].apply(t.input("x" + i, 2, 2));
                                sum = i == 0 ? part : sum.plus(part);
                            }
                            t.output("sum", sum);
                        });
        Graph g = new Passes(EnumSet.of(Pass.SIMPLIFICATION)).apply(written).graph();
        return List.of(
                count(g, Op.Pad.class), count(g, Op.Concat.class), count(g, Op.Binary.class));
    }

    @Test
    void paddedPartsThatLieBesideEachOtherAreConcatenated() {
        assertThat(sum(a -> a.pad(1, 0, 4), b -> b.pad(1, 2, 2), c -> c.pad(1, 4, 0)))
                .containsExactly(0L, 1L, 0L);
        assertThat(sum(a -> a.pad(0, 4, 0), b -> b.pad(0, 2, 2), c -> c.pad(0, 0, 4)))
                .containsExactly(0L, 1L, 0L);
        assertThat(sum(a -> a.pad(1, 0, 5), b -> b.pad(1, 2, 3))).containsExactly(1L, 1L, 0L);
        assertThat(sum(a -> a.pad(1, 0, 2).pad(0, 0, 2), b -> b.pad(1, 2, 0).pad(0, 2, 0)))
                .containsExactly(2L, 1L, 0L);
        // a gap, and the same place
        assertThat(sum(a -> a.pad(1, 0, 3), b -> b.pad(1, 3, 0))).containsExactly(2L, 0L, 1L);
        assertThat(sum(a -> a.pad(1, 1, 0), b -> b.pad(1, 1, 0))).containsExactly(2L, 0L, 1L);
    }

    @Test
    void convolutionsOfInputsLeaveTheLoop() {
        Entry written =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            Tensor kernel = t.input("kernel", 4, 3, 3, 2);
                            Tensor images = t.input("images", 5, 2, 8, 8, 2);
                            Scan.Result all =
                                    Scan.over(5)
                                            .reading(images)
                                            .run(
                                                    (_, x) ->
                                                            new Scan.Step(
                                                                    List.of(),
                                                                    List.of(
                                                                            Images.conv2d(
                                                                                    x.getFirst(),
                                                                                    kernel))));
                            t.output("y", all.outputs().getFirst());
                        });
        assertThat(count(written.graph(), Op.Convolution.class)).isZero();
        Graph g = Passes.all().apply(written).graph();
        assertThat(count(g, Op.Convolution.class)).isEqualTo(1);
        assertThat(count(g, Op.Scan.class)).isZero();
    }

    @Test
    void withoutMotionEverythingIsDoneInTheLoop() {
        Entry train = training(Cells.LSTM, Passes.all().without(Pass.LOOP_MOTION));
        assertThat(products(train.graph())).isZero();
    }

    @Test
    void withoutSimplificationSumsStartFromZeros() {
        Entry plain = training(Cells.RNN, Passes.all());
        Entry full = training(Cells.RNN, Passes.all().without(Pass.SIMPLIFICATION));
        assertThat(full.graph().nodes().size()).isGreaterThan(plain.graph().nodes().size());
    }
}
