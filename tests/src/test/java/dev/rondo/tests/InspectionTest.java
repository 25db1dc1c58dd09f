package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.compiler.Passes;
import dev.rondo.contract.Target;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Named values can be read, in loops step by step, and keep their names through passes. */
class InspectionTest {
    static Stream<Target> targets() {
        return Stream.of(Targets.SCALAR, Targets.COMPILED, Targets.SIMD);
    }

    private final Scope scope = Scope.root();
    private final Variable w = scope.parameter("w", Initializer.constant(2), 1);

    /** s becomes s·w + x step by step, from 1; each step has a loop of two within. */
    private void loops(Trace t) {
        Tensor xs = t.input("xs", 3, 1);
        Tensor doubled = xs.times(2).named("doubled");
        Scan.Result outer =
                Scan.over(3)
                        .carrying(t.graph().scalar(1).reshape(1))
                        .reading(doubled)
                        .steps(t.input("n", DType.I32))
                        .run(
                                (c, in) -> {
                                    Tensor before = c.getFirst().named("before");
                                    Tensor product = before.times(w).named("product");
                                    Tensor inner = inner(product);
                                    return new Scan.Step(
                                            List.of(product.plus(in.getFirst())), List.of(inner));
                                });
        Tensor last = outer.carries().getFirst();
        t.output("last", last);
        t.output("inner", outer.outputs().getFirst());
        t.assign(w, w.in(t.graph()).plus(last));
        Tensor loss = last.squared().sum().named("loss");
        t.output("slope", Gradients.of(loss, List.of(w)).getFirst());
    }

    private static Tensor inner(Tensor x) {
        return Scan.over(2)
                .carrying(x)
                .run(
                        (c, _) -> {
                            Tensor y = c.getFirst().plus(10).named("deep");
                            return new Scan.Step(List.of(y), List.of());
                        })
                .carries()
                .getFirst();
    }

    private Executable compile(Target target, CompileOptions options) {
        Program program = Program.of(DType.F64, scope, 1).with("run", this::loops);
        return target.open().compile(program, options);
    }

    private static Map<String, Array> inputs(int steps) {
        return Map.of(
                "xs", Array.of(new double[] {1, 2, 3}, 3, 1), "n", Array.scalar(DType.I32, steps));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyNamedValueIsGivenStepByStep(Target target) {
        try (Executable e = compile(target, CompileOptions.defaults())) {
            Map<String, Array> seen = e.inspect("run", inputs(3));

            assertThat(seen.get("doubled").f64()).containsExactly(2, 4, 6);
            assertThat(seen.get("before").f64()).containsExactly(1, 4, 12);
            assertThat(seen.get("before").shape().dims()).containsExactly(3, 1);
            assertThat(seen.get("product").f64()).containsExactly(2, 8, 24);
            assertThat(seen.get("deep").f64()).containsExactly(12, 22, 18, 28, 34, 44);
            assertThat(seen.get("deep").shape().dims()).containsExactly(3, 2, 1);
            assertThat(seen.get("loss").item()).isEqualTo(900);
            assertThat(seen.get("last").f64()).containsExactly(30);
            assertThat(seen.get("slope").get(0)).isCloseTo(60 * 24, within(1e-9));
            assertThat(e.read("w").f64()).as("nothing is assigned").containsExactly(2);
            assertThat(e.run("run", inputs(3))).containsOnlyKeys("last", "inner", "slope");
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void stepsThatAreNotRunAreZero(Target target) {
        try (Executable e = compile(target, CompileOptions.defaults())) {
            assertThat(e.inspect("run", inputs(2)).get("product").f64()).containsExactly(2, 8, 0);
            assertThatThrownBy(() -> e.inspect("other", inputs(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("run");
        }
    }

    @Test
    void aSessionAndADebugRunCanBeInspectedAndShowWhatIsNotFinite() {
        Program program =
                Program.of(DType.F64, Scope.root(), 1)
                        .with(
                                "run",
                                t -> {
                                    Tensor root = Functions.sqrt(t.input("x", 2)).named("root");
                                    t.output("y", root.times(0));
                                });
        Map<String, Array> negative = Map.of("x", Array.of(new double[] {4, -1}));
        try (Executable e = Targets.SIMD.open().compile(program, new CompileOptions(true));
                Executable session = e.session()) {
            assertThatThrownBy(() -> e.run("run", negative))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageContaining("'root'");
            for (Executable one : List.of(e, session)) {
                assertThat(one.inspect("run", negative).get("root").f64())
                        .containsExactly(2, Double.NaN);
            }
        }
    }

    @Test
    void aNameThatOccursAgainIsNumberedAndAnOutputKeepsItsOwn() {
        Entry entry =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            Tensor x = t.input("x", 2);
                            Tensor a = x.plus(1).named("y");
                            Tensor b = a.plus(1).named("y");
                            t.output("y", b.plus(1));
                            t.output("z", b.plus(2).named("other name"));
                        });

        assertThat(entry.observed().outputs().keySet())
                .containsExactly("y", "z", "y (2)", "y (3)", "other name");
    }

    /** Equal values are computed once, and a name that one of them has must not get lost. */
    @Test
    void namesSurviveThePasses() {
        Entry entry =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            Tensor x = t.input("x", 2, 3);
                            t.output("a", Functions.exp(x));
                            t.output("b", Functions.exp(x).named("same"));
                            loops(t);
                        });
        List<String> names = new ArrayList<>();
        collect(Passes.all().apply(entry).graph(), names);

        assertThat(names).contains("same", "doubled", "before", "product", "deep", "w", "xs");
    }

    private static void collect(Graph graph, List<String> names) {
        for (Node n : graph.nodes()) {
            names.add(n.name());
            if (n.op() instanceof Op.Scan scan) {
                collect(scan.body(), names);
            }
        }
    }
}
