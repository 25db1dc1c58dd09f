package dev.rondo.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The rules of {@link dev.rondo.kernels.Kernels} for integers, with numbers. */
final class IntegerContract extends ContractPart {
    private static final int MIN = Integer.MIN_VALUE;
    private static final int MAX = Integer.MAX_VALUE;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private IntegerContract(Target target) {
        super(target);
    }

    /** The contract for a backend. */
    static IntegerContract of(Target target) {
        return new IntegerContract(target);
    }

    /** A test for each rule. */
    Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "integers wrap around", this::wraps);
        add(tests, "integers are divided towards zero, by zero to 0", this::quotients);
        add(tests, "sums of integers wrap around, and of none are 0", this::sums);
        add(tests, "floats become integers towards zero and within their range", this::casts);
        return tests.stream();
    }

    private Map<String, Array> run(Map<String, Array> inputs, Consumer<Trace> trace) {
        Program program = Program.of(DType.F64, Scope.root(), 1).with("run", trace);
        try (Executable e = target.open().compile(program)) {
            Map<String, Array> results = new HashMap<>();
            e.run("run", inputs).forEach((name, a) -> results.put(name, a.copy()));
            return results;
        }
    }

    private static Array ints(int... values) {
        return Array.of(values);
    }

    private static Tensor ints(Trace t, String name, int count) {
        return t.input(name, DType.I32, count);
    }

    private void wraps() {
        var y =
                run(
                        Map.of("a", ints(MAX, MIN, MIN, 0x10001), "b", ints(1, 1, -1, 0x10001)),
                        t -> {
                            Tensor a = ints(t, "a", 4);
                            Tensor b = ints(t, "b", 4);
                            t.output("sum", a.plus(b));
                            t.output("difference", a.minus(b));
                            t.output("product", a.times(b));
                            t.output("negated", a.negated());
                            t.output("magnitude", Functions.abs(a));
                            t.output("sign", Functions.sign(a));
                        });
        assertThat(y.get("sum").i32()).containsExactly(MIN, MIN + 1, MAX, 0x20002);
        assertThat(y.get("difference").i32()).containsExactly(MAX - 1, MAX, MIN + 1, 0);
        assertThat(y.get("product").i32()).containsExactly(MAX, MIN, MIN, 0x20001);
        assertThat(y.get("negated").i32()).containsExactly(-MAX, MIN, MIN, -0x10001);
        assertThat(y.get("magnitude").i32()).containsExactly(MAX, MIN, MIN, 0x10001);
        assertThat(y.get("sign").i32()).containsExactly(1, -1, -1, 1);
    }

    private void quotients() {
        var y =
                run(
                        Map.of(
                                "a", ints(7, -7, 7, -7, 5, MIN, 0, MIN),
                                "b", ints(2, 2, -2, -2, 0, 0, 0, -1)),
                        t -> t.output("y", ints(t, "a", 8).dividedBy(ints(t, "b", 8))));
        assertThat(y.get("y").i32()).containsExactly(3, -3, -3, 3, 0, 0, 0, MIN);
    }

    private void sums() {
        var y =
                run(
                        Map.of("a", ints(MAX, MAX, 3), "none", Array.zeros(DType.I32, Shape.of(0))),
                        t -> {
                            t.output("sum", ints(t, "a", 3).sum());
                            Tensor none = ints(t, "none", 0);
                            t.output("sum of none", none.sum());
                            t.output("largest of none", none.largest());
                        });
        assertThat(y.get("sum").i32()).containsExactly(1);
        assertThat(y.get("sum of none").i32()).containsExactly(0);
        assertThat(y.get("largest of none").i32()).containsExactly(MIN);
    }

    private void casts() {
        double[] floats = {2.9, -2.9, 3e9, -3e9, INFINITY, -INFINITY, Double.NaN, -0.0};
        var y =
                run(
                        Map.of("x", Array.of(floats), "a", ints(0, 1, -1, MIN, 0x1000001)),
                        t -> {
                            Tensor x = t.input("x", floats.length);
                            Tensor a = ints(t, "a", 5);
                            t.output("integers", x.cast(DType.I32));
                            t.output("not zero", x.cast(DType.BOOL));
                            t.output("integers not zero", a.cast(DType.BOOL));
                            t.output("back", a.cast(DType.BOOL).cast(DType.I32));
                            t.output("wide", a.cast(DType.F64));
                            t.output("narrow", a.cast(DType.F32));
                        });
        assertThat(y.get("integers").i32()).containsExactly(2, -2, MAX, MIN, MAX, MIN, 0, 0);
        assertThat(y.get("not zero").cast(DType.I32).i32()).containsExactly(1, 1, 1, 1, 1, 1, 1, 0);
        assertThat(y.get("integers not zero").cast(DType.I32).i32()).containsExactly(0, 1, 1, 1, 1);
        assertThat(y.get("back").i32()).containsExactly(0, 1, 1, 1, 1);
        assertThat(y.get("wide").f64()).containsExactly(0, 1, -1, MIN, 0x1000001);
        assertThat(y.get("narrow").f32()).containsExactly(0, 1, -1, MIN, 0x1000000);
    }
}
