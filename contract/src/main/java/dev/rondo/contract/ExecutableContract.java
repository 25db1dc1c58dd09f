package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The properties of every compiled program: variables, entries, errors, integers, threads. */
public final class ExecutableContract extends ContractPart {
    private ExecutableContract(Target target) {
        super(target);
    }

    /** The contract for a backend. */
    public static ExecutableContract of(Target target) {
        return new ExecutableContract(target);
    }

    /** A test for each property. */
    public Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "entries come and go", this::entries);
        add(tests, "a closed executable fails", this::closed);
        add(tests, "debugging names the operation and the line", this::nonFinite);
        add(tests, "debugging looks into loops", this::nonFiniteInLoop);
        add(tests, "too much memory is refused with the amount", this::memory);
        add(tests, "more than an array holds is refused with the amount", this::overflow);
        add(tests, "an index outside the table is named", this::indexes);
        add(tests, "an index outside a sum by index is named", this::sumIndexes);
        add(tests, "a wrong number of steps is named", this::steps);
        add(tests, "lengths outside the sequence are named", this::lengths);
        return Stream.of(
                        VariableContract.of(target).tests(),
                        GivenContract.of(target).tests(),
                        tests.stream(),
                        IntegerContract.of(target).tests(),
                        ThreadContract.of(target).tests())
                .flatMap(s -> s);
    }

    // ---- life of an executable

    private void entries() {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), 2);
        try (Executable e = compile(scope, t -> t.assign(a, a.in(t.graph()).plus(1)))) {
            long before = e.bytes();
            e.run("run");
            e.add(
                    Entry.trace(
                            "double",
                            DType.F64,
                            t -> {
                                t.assign(a, a.in(t.graph()).times(2));
                                t.output("big", t.input("x", 1000).plus(1));
                            }));
            assertThat(e.bytes()).isGreaterThanOrEqualTo(before + 8000);
            e.run("double", Map.of("x", Array.zeros(DType.F64, Shape.of(1000))));
            e.run("run");
            assertThat(e.read("a").f64()).containsExactly(5, 5);
            e.add(Entry.trace("double", DType.F64, t -> t.assign(a, a.in(t.graph()).times(3))));
            e.run("double");
            assertThat(e.read("a").f64()).containsExactly(15, 15);
            e.remove("double");
            assertThatThrownBy(() -> e.run("double"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("double");
            e.run("run");
            assertThat(e.read("a").f64()).containsExactly(16, 16);
            assertThat(e.bytes()).isLessThan(before + 8000);
        }
    }

    private void closed() {
        Scope scope = Scope.root();
        scope.parameter("a", Initializer.constant(1), 2);
        Executable e = compile(scope, t -> t.output("y", t.graph().scalar(1)));
        e.close();
        e.close();
        assertThatThrownBy(() -> e.run("run")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> e.read("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> e.write("a", numbers(1, 2)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(e::variables).isInstanceOf(IllegalStateException.class);
    }

    private static Map<String, Array> count(int n) {
        return Map.of("x", numbers(0), "n", Array.scalar(DType.I32, n));
    }

    // ---- errors

    private Executable debug(Consumer<Trace> trace) {
        return target.open()
                .compile(
                        Program.of(DType.F64, Scope.root(), 1).with("run", trace),
                        new CompileOptions(true));
    }

    private void nonFinite() {
        try (Executable e =
                debug(
                        t -> {
                            Tensor x = t.input("x", 3);
                            Tensor y = Functions.log(x).named("the logarithm");
                            t.output("y", y.plus(1).times(2));
                        })) {
            assertThat(e.run("run", Map.of("x", numbers(1, 1, 1))).get("y").get(0))
                    .isCloseTo(2, within(1e-12));
            assertThatThrownBy(() -> e.run("run", Map.of("x", numbers(1, -1, 1))))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageContaining("log")
                    .hasMessageContaining("the logarithm")
                    .hasMessageContaining("ExecutableContract.java:");
        }
    }

    private void nonFiniteInLoop() {
        try (Executable e =
                debug(
                        t -> {
                            Tensor x = t.input("x", 3);
                            Tensor y =
                                    Scan.over(9)
                                            .carrying(x)
                                            .run(
                                                    (c, in) -> {
                                                        Tensor s = c.getFirst().minus(1);
                                                        Tensor r = Functions.sqrt(s).named("root");
                                                        return new Scan.Step(
                                                                List.of(s), List.of(r));
                                                    })
                                            .outputs()
                                            .getFirst();
                            t.output("y", y);
                        })) {
            assertThatThrownBy(() -> e.run("run", Map.of("x", numbers(5, 20, 20))))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageContainingAll("sqrt", "root", "ExecutableContract.java:");
        }
    }

    private void memory() {
        assertThatThrownBy(
                        () ->
                                compile(
                                        Scope.root(),
                                        t -> {
                                            Tensor x = t.input("x", 40_000, 1);
                                            Shape s = Shape.of(40_000, 40_000);
                                            t.output("y", Functions.exp(x.broadcastTo(s)));
                                        }))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("12,207 MiB")
                .hasMessageContaining("smaller");
    }

    private void overflow() {
        assertThatThrownBy(
                        () ->
                                compile(
                                        Scope.root(),
                                        t -> {
                                            Tensor x = t.input("x", 100_000, 1);
                                            Shape s = Shape.of(100_000, 100_000);
                                            t.output("y", Functions.exp(x.broadcastTo(s)).sum());
                                        }))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("[100000, 100000]")
                .hasMessageContaining("76,2");
    }

    private void indexes() {
        try (Executable e =
                compile(
                        Scope.root(),
                        t -> {
                            Tensor table = t.input("table", 7, 3);
                            Tensor rows = table.gather(t.input("i", DType.I32, 2));
                            t.output("y", rows);
                            t.output(
                                    "d",
                                    Gradients.of(rows.squared().sum(), List.of(table)).getFirst());
                        })) {
            Array table = Samples.uniform(1, -1, 1, 7, 3);
            for (int bad : new int[] {7, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                Array i = Array.of(new int[] {3, bad});
                assertThatThrownBy(() -> e.run("run", Map.of("table", table, "i", i)))
                        .isInstanceOf(IndexOutOfBoundsException.class)
                        .hasMessageContaining("index " + bad)
                        .hasMessageContaining("position 1");
            }
            Array i = Array.of(new int[] {6, 0});
            assertThat(e.run("run", Map.of("table", table, "i", i)).get("y").get(0))
                    .isEqualTo(table.get(18));
        }
    }

    private void sumIndexes() {
        try (Executable e =
                compile(
                        Scope.root(),
                        t ->
                                t.output(
                                        "y",
                                        IndexCases.scatterAdd(
                                                t.input("x", 2, 3),
                                                t.input("i", DType.I32, 2),
                                                7)))) {
            Array x = Samples.uniform(1, -1, 1, 2, 3);
            for (int bad : new int[] {7, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                Array i = Array.of(new int[] {3, bad});
                assertThatThrownBy(() -> e.run("run", Map.of("x", x, "i", i)))
                        .isInstanceOf(IndexOutOfBoundsException.class)
                        .hasMessageContaining("index " + bad)
                        .hasMessageContaining("position 1");
            }
            Array i = Array.of(new int[] {6, 0});
            assertThat(e.run("run", Map.of("x", x, "i", i)).get("y").get(18)).isEqualTo(x.get(0));
        }
    }

    private void steps() {
        for (int segment : new int[] {0, 2, 5}) {
            steps(segment, false);
            steps(segment, true);
        }
    }

    /**
     * Checks a number of steps that is an input or computed from one, in whole or recomputed loops.
     */
    private void steps(int segment, boolean computed) {
        try (Executable e =
                compile(
                        Scope.root(),
                        t -> {
                            Tensor n = t.input("n", DType.I32);
                            Tensor count = computed ? n.times(3).dividedBy(3) : n;
                            Scan scan = Scan.over(5).carrying(t.input("x", 1)).steps(count);
                            t.output(
                                    "y",
                                    (segment == 0 ? scan : scan.recomputingEvery(segment))
                                            .run((c, in) -> counted(c.getFirst()))
                                            .carries()
                                            .getFirst());
                        })) {
            for (int bad : new int[] {-1, 6, 99}) {
                assertThatThrownBy(() -> e.run("run", count(bad)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(computed ? "steps" : "'n'")
                        .hasMessageContaining(computed ? "traced for" : "from 0 to 5")
                        .hasMessageContaining("" + bad);
            }
            for (int good = 0; good <= 5; good++) {
                assertThat(e.run("run", count(good)).get("y").item()).isEqualTo(good);
            }
        }
    }

    private static Scan.Step counted(Tensor carry) {
        return new Scan.Step(List.of(carry.plus(1)), List.of());
    }

    private void lengths() {
        Scope scope = Scope.root();
        Elman cell = new Elman(scope, 1, 1);
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            Tensor lengths = t.input("lengths", DType.I32, 1, 2);
                            t.output(
                                    "y",
                                    Recurrence.of(cell)
                                            .lengths(lengths.reshape(2))
                                            .over(t.input("x", 7, 2, 1))
                                            .outputs());
                        })) {
            for (int[] bad : new int[][] {{9, -3}, {7, -3}, {0, 8}, {1, Integer.MIN_VALUE}}) {
                Array given = Array.of(bad, 1, 2);
                boolean first = bad[0] > 7;
                assertThatThrownBy(() -> e.run("run", ragged(given)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("input 'lengths' of entry 'run'")
                        .hasMessageContaining("holds " + bad[first ? 0 : 1])
                        .hasMessageContaining(first ? "at [0, 0]" : "at [0, 1]")
                        .hasMessageContaining("from 0 to 7");
            }
            e.run("run", ragged(Array.of(new int[] {7, 0}, 1, 2)));
        }
    }

    private static Map<String, Array> ragged(Array lengths) {
        return Map.of("lengths", lengths, "x", Samples.uniform(1, -1, 1, 7, 2, 1));
    }
}
