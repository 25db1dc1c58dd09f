package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.backend.Mismatch;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The properties of what a program is given: inputs, and values and names of variables. */
final class GivenContract extends ContractPart {
    private GivenContract(Target target) {
        super(target);
    }

    /** The contract for a backend. */
    static GivenContract of(Target target) {
        return new GivenContract(target);
    }

    /** A test for each property. */
    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "wrong inputs are refused by name", this::wrongInputs);
        add(tests, "wrong values of variables are refused", this::wrongValues);
        add(tests, "loading sets all variables or none", this::loading);
        add(tests, "loading what matches tells what is left", this::loadingMatching);
        add(tests, "foreign variables are refused", this::foreign);
        add(tests, "outputs can be given back as inputs", this::feedback);
        add(tests, "inputs stay as they are", this::inputsStay);
        return tests.stream();
    }

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

    /**
     * Outputs become inputs, as in step-by-step decoding: either the array itself or only its
     * numbers.
     */
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
}
