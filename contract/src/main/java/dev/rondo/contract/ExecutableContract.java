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
import dev.rondo.backend.Mismatch;
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

/** What holds for every compiled program: variables, entries, errors, integers, threads. */
public final class ExecutableContract {
    private final Target target;

    private ExecutableContract(Target target) {
        this.target = target;
    }

    /** The contract for a backend. */
    public static ExecutableContract of(Target target) {
        return new ExecutableContract(target);
    }

    /** A test for each promise. */
    public Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "assignments take effect together", this::together);
        add(tests, "reads see the value at the start", this::reads);
        add(tests, "a false condition keeps every variable", this::condition);
        add(tests, "a failed run keeps every variable", this::failed);
        add(tests, "a step of training lowers the loss", this::training);
        add(tests, "first values are the same in both types", this::firstValues);
        add(tests, "what is read is a copy", this::copies);
        add(tests, "wrong inputs are refused by name", this::wrongInputs);
        add(tests, "wrong values of variables are refused", this::wrongValues);
        add(tests, "loading sets all variables or none", this::loading);
        add(tests, "loading what matches tells what is left", this::loadingMatching);
        add(tests, "foreign variables are refused", this::foreign);
        add(tests, "outputs can be given back as inputs", this::feedback);
        add(tests, "inputs stay as they are", this::inputsStay);
        add(tests, "entries come and go", this::entries);
        add(tests, "a closed executable fails", this::closed);
        add(tests, "debugging names the operation and the line", this::nonFinite);
        add(tests, "debugging looks into loops", this::nonFiniteInLoop);
        add(tests, "too much memory is refused with the amount", this::memory);
        add(tests, "more than an array holds is refused with the amount", this::overflow);
        add(tests, "an index outside the table is named", this::indexes);
        add(tests, "a wrong number of steps is named", this::steps);
        add(tests, "lengths outside the sequence are named", this::lengths);
        return Stream.of(
                        tests.stream(),
                        IntegerContract.of(target).tests(),
                        ThreadContract.of(target).tests())
                .flatMap(s -> s);
    }

    private void add(List<DynamicTest> tests, String name, Runnable check) {
        tests.add(DynamicTest.dynamicTest(name + " on " + target, check::run));
    }

    private Executable compile(Scope scope, Consumer<Trace> trace) {
        return target.open().compile(Program.of(DType.F64, scope, 1).with("run", trace));
    }

    private static Array numbers(double... values) {
        return Array.of(values);
    }

    // ---- variables

    private void together() {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), 2);
        Variable b = scope.parameter("b", Initializer.constant(2), 2);
        Variable c = scope.parameter("c", Initializer.constant(3), 2);
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            t.assign(a, b.in(t.graph()));
                            t.assign(b, a.in(t.graph()));
                            t.assign(c, a.in(t.graph()).plus(b).plus(c));
                        })) {
            for (int i = 0; i < 3; i++) {
                e.run("run");
                assertThat(e.read("a").get(0)).isEqualTo(i % 2 == 0 ? 2 : 1);
                assertThat(e.read("b").get(1)).isEqualTo(i % 2 == 0 ? 1 : 2);
                assertThat(e.read("c").get(0)).isEqualTo(6 + 3 * i);
            }
        }
    }

    private void reads() {
        Scope scope = Scope.root();
        Variable counter = scope.counter("n");
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            Tensor n = counter.in(t.graph());
                            Tensor next = n.plus(1);
                            t.assign(counter, next);
                            t.output("before", n);
                            t.output("after", next);
                        })) {
            for (int i = 0; i < 3; i++) {
                Map<String, Array> out = e.run("run");
                assertThat(out.get("before").item()).isEqualTo(i);
                assertThat(out.get("after").item()).isEqualTo(i + 1);
                assertThat(e.read("n").item()).isEqualTo(i + 1);
            }
        }
    }

    private void condition() {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), 3);
        Variable n = scope.counter("n");
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            Tensor x = t.input("x", 3);
                            t.assign(a, a.in(t.graph()).plus(x));
                            t.assign(n, n.in(t.graph()).plus(1));
                            t.assignOnlyIf(Functions.isFinite(x.sum()));
                            t.assignOnlyIf(x.largest().lessThan(10));
                            t.output("next", a.in(t.graph()).plus(x));
                        })) {
            e.run("run", Map.of("x", numbers(1, 2, 3)));
            assertThat(e.read("a").f64()).containsExactly(2, 3, 4);
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 11}) {
                Map<String, Array> out = e.run("run", Map.of("x", numbers(1, bad, 3)));
                assertThat(out.get("next").get(0)).isEqualTo(3);
                assertThat(e.read("a").f64()).containsExactly(2, 3, 4);
                assertThat(e.read("n").item()).isEqualTo(1);
            }
            e.run("run", Map.of("x", numbers(1, 1, 1)));
            assertThat(e.read("a").f64()).containsExactly(3, 4, 5);
            assertThat(e.read("n").item()).isEqualTo(2);
        }
    }

    private void failed() {
        Scope scope = Scope.root();
        Variable a = scope.parameter("a", Initializer.constant(1), 4, 2);
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            Tensor i = t.input("i", DType.I32, 4);
                            t.assign(a, a.in(t.graph()).plus(a.in(t.graph()).gather(i)));
                        })) {
            assertThatThrownBy(() -> e.run("run", Map.of("i", Array.of(new int[] {0, 1, 2, 4}))))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(e.read("a").f64()).containsOnly(1);
            e.run("run", Map.of("i", Array.of(new int[] {0, 1, 2, 3})));
            assertThat(e.read("a").f64()).containsOnly(2);
        }
    }

    private void training() {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.uniform(1), 2, 3);
        try (Executable e =
                compile(
                        scope,
                        t -> {
                            Tensor x = t.input("x", 5, 3);
                            Tensor y = t.input("y", 5, 2);
                            Tensor loss = w.of(x).minus(y).squared().mean();
                            Tensor slope = Gradients.of(loss, List.of(w)).getFirst();
                            t.assign(w, w.in(t.graph()).minus(slope.times(0.3)));
                            t.output("loss", loss);
                        })) {
            Map<String, Array> in =
                    Map.of(
                            "x", Samples.uniform(1, -1, 1, 5, 3),
                            "y", Samples.uniform(2, -1, 1, 5, 2));
            double last = Double.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                double loss = e.run("run", in).get("loss").item();
                assertThat(loss).isLessThan(last);
                last = loss;
            }
        }
    }

    private void firstValues() {
        Scope scope = Scope.root();
        scope.parameter("w", Initializer.uniform(1), 5, 7);
        scope.counter("n");
        Map<String, Array> narrow =
                target.open().compile(Program.of(DType.F32, scope, 3)).variables();
        Map<String, Array> wide =
                target.open().compile(Program.of(DType.F64, scope, 3)).variables();
        Map<String, Array> other =
                target.open().compile(Program.of(DType.F64, scope, 4)).variables();
        assertThat(narrow.keySet()).containsExactly("w", "n");
        assertThat(narrow.get("n").dtype()).isEqualTo(DType.I32);
        assertThat(narrow.get("w").cast(DType.F64).sameBits(wide.get("w"))).isTrue();
        assertThat(other.get("w").sameBits(wide.get("w"))).isFalse();
    }

    private void copies() {
        Scope scope = Scope.root();
        scope.parameter("a", Initializer.constant(1), 2);
        try (Executable e = compile(scope, t -> t.output("x", t.graph().scalar(1)))) {
            Array value = numbers(5, 6);
            e.write("a", value);
            value.set(0, 9);
            assertThat(e.read("a").f64()).containsExactly(5, 6);
            e.read("a").set(0, 9);
            e.variables().get("a").set(0, 9);
            assertThat(e.read("a").f64()).containsExactly(5, 6);
        }
    }

    // ---- what is given

    private void wrongInputs() {
        try (Executable e =
                compile(
                        Scope.root(),
                        t -> t.output("y", t.input("x", 2, 3).plus(t.input("z", 3))))) {
            Array x = Array.zeros(DType.F64, Shape.of(2, 3));
            Array z = Array.zeros(DType.F64, Shape.of(3));
            refused(e, Map.of("x", x), "'z'");
            refused(e, Map.of("x", x, "z", z, "w", z), "w");
            refused(e, Map.of("x", x, "y", z), "'z'");
            refused(e, Map.of("x", x, "z", x), "'z'", "F64[3]", "F64[2, 3]");
            refused(e, Map.of("x", x.cast(DType.F32), "z", z), "'x'", "F32");
            assertThatThrownBy(() -> e.run("other"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other")
                    .hasMessageContaining("run");
            assertThat(e.run("run", Map.of("x", x, "z", z))).containsOnlyKeys("y");
        }
    }

    private static void refused(Executable e, Map<String, Array> inputs, String... words) {
        assertThatThrownBy(() -> e.run("run", inputs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private void wrongValues() {
        Scope scope = Scope.root();
        scope.parameter("a", Initializer.constant(1), 2);
        try (Executable e = compile(scope, t -> t.output("x", t.graph().scalar(1)))) {
            assertThatThrownBy(() -> e.write("a", numbers(1, 2, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("a", "[2]", "[3]");
            assertThatThrownBy(() -> e.write("a", numbers(1, 2).cast(DType.F32)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("F64", "F32");
            assertThatThrownBy(() -> e.read("b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("b", "a");
        }
    }

    private void loading() {
        try (Executable e = compile(pair(), t -> t.output("x", t.graph().scalar(1)))) {
            Array w = numbers(7, 8);
            Array n = Array.scalar(DType.I32, 9);
            e.load(Map.of("w", w, "n", n));
            assertThat(e.read("w").f64()).containsExactly(7, 8);
            assertThat(e.read("n").item()).isEqualTo(9);
            w.set(0, 5);
            assertThat(e.read("w").f64()).containsExactly(7, 8);

            loadingFails(e, Map.of("w", numbers(1, 2)), "'n' I32[] has no value");
            loadingFails(e, Map.of(), "'w' F64[2] has no value", "'n' I32[] has no value");
            loadingFails(e, Map.of("w", numbers(1, 2), "n", n, "v", w), "'v' F64[2] has no var");
            loadingFails(
                    e,
                    Map.of("w", numbers(1, 2, 3), "m", n, "k", w.cast(DType.F32)),
                    "'w' is F64[2], its value is F64[3]",
                    "'n' I32[] has no value",
                    "'m' I32[] has no variable",
                    "'k' F32[2] has no variable");
            loadingFails(
                    e,
                    Map.of("w", numbers(1, 2), "n", Array.scalar(DType.F64, 1)),
                    "I32[]",
                    "F64[]");
        }
    }

    private static void loadingFails(Executable e, Map<String, Array> values, String... words) {
        assertThatThrownBy(() -> e.load(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThat(e.read("w").f64()).containsExactly(7, 8);
        assertThat(e.read("n").item()).isEqualTo(9);
    }

    private void loadingMatching() {
        try (Executable e = compile(pair(), t -> t.output("x", t.graph().scalar(1)))) {
            Mismatch left = e.loadMatching(Map.of("w", numbers(7, 8), "v", numbers(1)));
            assertThat(left.missing()).containsOnlyKeys("n");
            assertThat(left.unexpected()).containsOnlyKeys("v");
            assertThat(e.read("w").f64()).containsExactly(7, 8);
            Array n = Array.scalar(DType.I32, 9);
            assertThatThrownBy(() -> e.loadMatching(Map.of("n", n, "w", numbers(1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'w' is F64[2], its value is F64[1]");
            assertThat(e.read("n").item()).isEqualTo(0);
            assertThat(e.loadMatching(Map.of("n", n, "w", numbers(1, 2))).isEmpty()).isTrue();
            assertThat(e.read("n").item()).isEqualTo(9);
        }
    }

    /** A vector w and a counter n. */
    private static Scope pair() {
        Scope scope = Scope.root();
        scope.parameter("w", Initializer.constant(1), 2);
        scope.counter("n");
        return scope;
    }

    private void foreign() {
        Scope scope = Scope.root();
        scope.parameter("v", Initializer.constant(1), 2);
        Variable other = Scope.root().parameter("v", Initializer.constant(1), 3);
        Variable unknown = Scope.root().parameter("u", Initializer.constant(1), 3);
        for (Variable v : List.of(other, unknown)) {
            assertThatThrownBy(() -> compile(scope, t -> t.output("y", v.in(t.graph()))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + v.name() + "'");
            assertThatThrownBy(() -> compile(scope, t -> t.assign(v, t.input("x", 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + v.name() + "'");
        }
    }

    /** As decoding does it step by step, whether the array or only its numbers are given back. */
    private void feedback() {
        try (Executable e =
                compile(
                        Scope.root(),
                        t -> {
                            Tensor h = t.input("h", 1, 3);
                            Array shift = Array.of(new double[] {0, 1, 0, 0, 0, 1, 1, 0, 0}, 3, 3);
                            t.output("h", h.matmul(t.graph().constant(shift)));
                        })) {
            for (boolean wrapped : new boolean[] {false, true}) {
                Map<String, Array> state = Map.of("h", Array.of(new double[] {1, 2, 3}, 1, 3));
                for (int i = 0; i < 3; i++) {
                    Array h = e.run("run", state).get("h");
                    state = Map.of("h", wrapped ? Array.of(h.f64(), 1, 3) : h);
                }
                assertThat(state.get("h").f64()).containsExactly(1, 2, 3);
            }
        }
    }

    private void inputsStay() {
        try (Executable e =
                compile(
                        Scope.root(),
                        t -> t.output("y", t.input("x", 207).negated().plus(1).times(2)))) {
            Array x = Samples.uniform(1, -1, 1, 207);
            Array before = x.copy();
            e.run("run", Map.of("x", x));
            assertThat(x.sameBits(before)).isTrue();
        }
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

    private void steps() {
        for (int segment : new int[] {0, 2, 5}) {
            steps(segment, false);
            steps(segment, true);
        }
    }

    /** A number of steps that is an input, or computed from one, in whole or recomputed loops. */
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
