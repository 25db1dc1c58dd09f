package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The properties of a compiled program's variables: when they change, and when they do not. */
final class VariableContract extends ContractPart {
    private VariableContract(Target target) {
        super(target);
    }

    /** The contract for a backend. */
    static VariableContract of(Target target) {
        return new VariableContract(target);
    }

    /** A test for each property. */
    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "assignments take effect together", this::together);
        add(tests, "reads see the value at the start", this::reads);
        add(tests, "a false condition keeps every variable", this::condition);
        add(tests, "a failed run keeps every variable", this::failed);
        add(tests, "results follow each change", this::followed);
        add(tests, "a step of training lowers the loss", this::training);
        add(tests, "first values are the same in both types", this::firstValues);
        add(tests, "what is read is a copy", this::copies);
        return tests.stream();
    }

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

    private void followed() {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.constant(1), 4, 3);
        Program program =
                Program.of(DType.F64, scope, 1)
                        .with(
                                "read",
                                t -> {
                                    Tensor left = w.in(t.graph()).slice(0, 0, 2);
                                    Tensor right = w.in(t.graph()).slice(0, 2, 4).times(2);
                                    Tensor both = Functions.concat(0, right, left);
                                    Tensor x = t.input("x", 2, 4);
                                    t.output("of x", x.matmul(both));
                                    Tensor part = x.slice(1, 0, 3);
                                    Tensor computed = part.times(part).plus(1);
                                    Tensor mixed = Functions.concat(0, w.in(t.graph()), computed);
                                    t.output("mixed", mixed.sum(0).times(2));
                                    t.output("w", w.in(t.graph()));
                                    Tensor self =
                                            w.in(t.graph()).matmul(w.in(t.graph()).transpose());
                                    t.output("self", self.plus(x.at(0, 0)));
                                })
                        .with(
                                "step",
                                t -> {
                                    t.assign(w, w.in(t.graph()).plus(1));
                                    t.assignOnlyIf(t.input("due", DType.BOOL));
                                });
        try (Executable e = target.open().compile(program);
                Executable session = e.session()) {
            followed(e, session, 1);
            e.run("step", Map.of("due", truth(true)));
            followed(e, session, 2);
            e.run("step", Map.of("due", truth(false)));
            followed(e, session, 2);
            e.write("w", constant(5));
            followed(e, session, 5);
            e.load(Map.of("w", constant(7)));
            followed(e, session, 7);
        }
    }

    /** Checks results of a variable whose elements are all the same number. */
    private static void followed(Executable e, Executable session, double value) {
        for (Executable one : List.of(e, session)) {
            for (double x : new double[] {1, -3}) {
                Array given = Array.zeros(DType.F64, Shape.of(2, 4));
                Arrays.fill(given.f64(), x);
                Map<String, Array> out = one.run("read", Map.of("x", given));
                assertThat(out.get("of x").f64()).containsOnly(6 * x * value);
                assertThat(out.get("mixed").f64()).containsOnly(8 * value + 4 * (x * x + 1));
                assertThat(out.get("self").f64()).containsOnly(3 * value * value + x);
                assertThat(out.get("w").f64()).containsOnly(value);
                // results belong to the caller until the next run
                out.get("w").set(0, 99);
            }
        }
    }

    private static Array constant(double value) {
        Array a = Array.zeros(DType.F64, Shape.of(4, 3));
        Arrays.fill(a.f64(), value);
        return a;
    }

    private static Array truth(boolean value) {
        return Array.scalar(DType.BOOL, value ? 1 : 0);
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
}
