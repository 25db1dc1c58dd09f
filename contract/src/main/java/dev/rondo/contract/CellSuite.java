package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The properties of a cell on some backends, as tests: exact gradients, the same results
 * everywhere, and everything that the recurrence promises about lengths, direction, steps, states
 * and truncation. {@link CellContract} is a test class that has them.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> cell() {
 *     return CellSuite.of(MyCell::new, List.of(Target.named("simd"))).tests();
 * }
 * }</pre>
 */
public final class CellSuite {
    private static final List<DType> TYPES = List.of(DType.F32, DType.F64);

    private final CellFactory factory;
    private final CellFactory equations;
    private final List<Target> targets;
    private final boolean exactRows;
    private final CellSizes small;
    private final CellSizes wide;
    private final Deviations deviations;

    private CellSuite(
            CellFactory factory,
            CellFactory equations,
            List<Target> targets,
            boolean exactRows,
            Shape image,
            Deviations deviations) {
        this.factory = factory;
        this.equations = equations;
        this.targets = List.copyOf(targets);
        this.exactRows = exactRows;
        this.deviations = deviations;
        small = CellSizes.defaults().over(image);
        wide = CellSizes.wide().over(image);
    }

    /** The tests of a cell on some backends. */
    public static CellSuite of(CellFactory factory, List<Target> targets) {
        return new CellSuite(factory, factory, targets, false, Shape.of(), new Deviations());
    }

    /**
     * The tests for backends whose products do not depend on the number of rows: a row of a batch
     * has the same bits as the row alone.
     */
    public CellSuite withExactRows() {
        return new CellSuite(factory, equations, targets, true, small.image(), deviations);
    }

    /**
     * The tests of a cell that reads images; its factory is given numbers of channels.
     *
     * @param image the axes of an input between batch and channels, such as height and width
     */
    public CellSuite withImages(Shape image) {
        return new CellSuite(factory, equations, targets, exactRows, image, deviations);
    }

    /**
     * The tests of a cell that must compute what another computes, such as its equations written
     * out one by one. Both have variables of the same names and shapes.
     */
    public CellSuite withEquations(CellFactory plain) {
        return new CellSuite(factory, plain, targets, exactRows, small.image(), deviations);
    }

    /** The tests, with the largest errors on each backend written down. */
    public CellSuite reportingTo(Deviations report) {
        return new CellSuite(factory, equations, targets, exactRows, small.image(), report);
    }

    /** One test for each property, backend and type. */
    public Stream<DynamicTest> tests() {
        return Stream.concat(results(), promises());
    }

    /** Whether gradients are right, and results the same everywhere. */
    Stream<DynamicTest> results() {
        List<DynamicTest> tests = new ArrayList<>();
        add(tests, "gradients", () -> GradientCheck.cell(factory, small));
        for (Target t : targets) {
            if (equations != factory || !t.name().equals(Target.reference().name())) {
                add(tests, "same results on " + t, () -> equivalence(t));
            }
        }
        return tests.stream();
    }

    /** What holds for every cell in a recurrence. */
    Stream<DynamicTest> promises() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target t : targets) {
            for (DType type : types(t)) {
                String on = " on " + t + " in " + type;
                add(tests, "same bits for any number of threads" + on, () -> threads(t, type));
                add(tests, "length 0 gives the initial state" + on, () -> zero(t, type));
                add(tests, "full lengths are as none" + on, () -> full(t, type));
                add(tests, "nothing happens after the end" + on, () -> frozen(t, type));
                add(tests, "padding does not matter" + on, () -> padding(t, type, 1e4));
                add(tests, "padding may be NaN" + on, () -> padding(t, type, Double.NaN));
                add(tests, "each row is as if alone" + on, () -> alone(t, type));
                add(tests, "backwards is each row reversed" + on, () -> reversed(t, type));
                add(tests, "fewer steps at run time" + on, () -> steps(t, type));
                add(tests, "all states" + on, () -> states(t, type));
                add(tests, "gradients of all states" + on, () -> stateGradients(t, type));
                add(tests, "two halves are the whole" + on, () -> halves(t, type));
                Supplier<List<Cut>> cuts = Once.of(() -> cuts(t, type));
                add(
                        tests,
                        "truncation is a stopped gradient" + on,
                        () -> cut(cuts.get(), type, false));
                add(
                        tests,
                        "truncation keeps the initial state" + on,
                        () -> cut(cuts.get(), type, true));
            }
        }
        return tests.stream();
    }

    /**
     * In float32 the reference runs the loops of float64, so beside another backend once will do.
     */
    private List<DType> types(Target target) {
        boolean isReference = target.name().equals(Target.reference().name());
        return isReference && targets.size() > 1 ? List.of(DType.F64) : TYPES;
    }

    private static void add(List<DynamicTest> tests, String name, Executable check) {
        tests.add(DynamicTest.dynamicTest(name, check));
    }

    // ---- results

    private void equivalence(Target target) {
        for (CellRun run : CellRun.variants(wide)) {
            equivalence(run, target);
        }
        int some = small.steps() - 2;
        for (boolean backwards : new boolean[] {false, true}) {
            equivalence(new CellRun(small, backwards, small.lengths(), some), target);
        }
    }

    private void equivalence(CellRun run, Target target) {
        Subject subject = run.subject(factory).withGradients();
        Subject plain = run.subject(equations).withGradients();
        var errors = Equivalence.check(subject, plain, List.of(target)).get(target);
        deviations.add(run.label() + " on " + target, errors);
    }

    private void threads(Target target, DType type) {
        CellRun run = new CellRun(wide, false, wide.lengths(), -1);
        Determinism.check(run.subject(factory).withGradients(), target, type);
    }

    private Map<String, Array> run(CellRun run, Target target, DType type) {
        return run.subject(factory).withGradients().run(target.open(), type);
    }

    // ---- lengths

    private static int[] all(int n, int value) {
        int[] lengths = new int[n];
        Arrays.fill(lengths, value);
        return lengths;
    }

    private void zero(Target target, DType type) {
        for (boolean backwards : new boolean[] {false, true}) {
            CellRun run = new CellRun(small, backwards, all(small.batch(), 0), -1);
            Subject subject = run.subject(factory);
            Map<String, Array> out = subject.run(target.open(), type);
            zeros(run.label() + ": outputs", out.get("outputs"));
            Map<String, Array> in = subject.inputs(type);
            for (int i = 0; in.containsKey("s" + i); i++) {
                Determinism.same(
                        run.label() + ": state " + i, out.get("last" + i), in.get("s" + i));
            }
        }
    }

    private static void zeros(String what, Array a) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != 0) {
                throw new AssertionError(what + ": element " + i + " is " + a.get(i) + ", not 0");
            }
        }
    }

    private void full(Target target, DType type) {
        for (boolean backwards : new boolean[] {false, true}) {
            CellRun none = new CellRun(small, backwards, null, -1);
            CellRun full = new CellRun(small, backwards, all(small.batch(), small.steps()), -1);
            same(none.label(), type, run(full, target, type), run(none, target, type));
        }
    }

    /**
     * Outputs after the end are zero, and the final state is the state after the row's last step.
     */
    private void frozen(Target target, DType type) {
        int[] lengths = wide.lengths();
        Subject s = CellRun.keeping(factory, wide, lengths);
        Map<String, Array> out = s.run(target.open(), type);
        for (int b = 0; b < lengths.length; b++) {
            for (int t = 0; t < wide.steps(); t++) {
                String where = "row " + b + " of length " + lengths[b] + ", step " + t;
                if (t >= lengths[b]) {
                    zeros(where + ": output", row(out.get("outputs"), t, b));
                }
                for (int i = 0; t >= lengths[b] - 1 && out.containsKey("last" + i); i++) {
                    Array last = row(out.get("last" + i), b);
                    Array state = row(out.get("states" + i), t, b);
                    Determinism.same(where + ": state " + i, state, last);
                }
            }
        }
    }

    /** Element [position …] of the first axes. */
    static Array row(Array a, int... position) {
        Shape shape = a.shape();
        int at = 0;
        for (int p : position) {
            at = at * shape.dim(0) + p;
            shape = shape.tail();
        }
        int size = Math.toIntExact(shape.size());
        Array out = Array.zeros(a.dtype(), shape);
        for (int i = 0; i < size; i++) {
            out.set(i, a.get(at * size + i));
        }
        return out;
    }

    private void padding(Target target, DType type, double value) {
        int[] lengths = wide.lengths();
        for (boolean backwards : new boolean[] {false, true}) {
            Subject s = new CellRun(wide, backwards, lengths, -1).subject(factory).withGradients();
            Array x = s.inputs().get("x").copy();
            for (int t = 0; t < wide.steps(); t++) {
                for (int b = 0; b < wide.batch(); b++) {
                    int width = width(x);
                    for (int i = 0; t >= lengths[b] && i < width; i++) {
                        x.set((t * wide.batch() + b) * width + i, value * (i + 1));
                    }
                }
            }
            var results = s.runs(target.open(), type, List.of(Map.of("x", x), Map.of()));
            same("padding", type, results.get(0), results.get(1));
        }
    }

    /** Each row of a batch gives the same as a batch of this row alone. */
    private void alone(Target target, DType type) {
        int[] lengths = wide.lengths();
        CellSizes one = wide.batch(1);
        Backend backend = target.open();
        for (boolean backwards : new boolean[] {false, true}) {
            Subject batch = new CellRun(wide, backwards, lengths, -1).subject(factory);
            Map<String, Array> together = batch.run(backend, type);
            List<Map<String, Array>> rows = new ArrayList<>();
            for (int b = 0; b < wide.batch(); b++) {
                Map<String, Array> inputs = new LinkedHashMap<>();
                for (String name : batch.inputs().keySet()) {
                    int axis = name.equals("x") ? 1 : 0;
                    inputs.put(name, take(batch.inputs().get(name), axis, b));
                }
                rows.add(inputs);
            }
            Subject single = new CellRun(one, backwards, one.lengths(), -1).subject(factory);
            List<Map<String, Array>> alone = single.runs(backend, type, rows);
            for (int b = 0; b < wide.batch(); b++) {
                Map<String, Array> apart = alone.get(b);
                for (String name : apart.keySet()) {
                    int axis = name.equals("outputs") ? 1 : 0;
                    String what = "row " + b + ", " + name;
                    Array row = take(together.get(name), axis, b);
                    if (exactRows) {
                        Determinism.same(what, row, apart.get(name));
                    }
                    near(what, type, row, apart.get(name));
                }
            }
        }
    }

    /** Position b of an axis. The axis stays, with extent 1. */
    static Array take(Array a, int axis, int b) {
        int n = a.shape().dim(axis);
        int inner = 1;
        for (int i = axis + 1; i < a.shape().rank(); i++) {
            inner *= a.shape().dim(i);
        }
        Array out = Array.zeros(a.dtype(), a.shape().with(axis, 1));
        for (int i = 0; i < out.size(); i++) {
            out.set(i, a.get((i / inner * n + b) * inner + i % inner));
        }
        return out;
    }

    // ---- direction and steps

    /**
     * The backward direction equals the forward direction on rows that were reversed on the host.
     */
    private void reversed(Target target, DType type) {
        for (int[] lengths : new int[][] {wide.lengths(), null}) {
            Subject backwards = new CellRun(wide, true, lengths, -1).subject(factory);
            Subject forwards = new CellRun(wide, false, lengths, -1).subject(factory);
            Array x = flip(forwards.inputs().get("x"), lengths);
            Backend backend = target.open();
            Map<String, Array> expected = forwards.with(Map.of("x", x)).run(backend, type);
            expected.put("outputs", flip(expected.get("outputs"), lengths));
            same("backwards", type, backwards.run(backend, type), expected);
        }
    }

    /** Elements of one row at one step. */
    private static int width(Array a) {
        return Math.toIntExact(a.shape().tail().tail().size());
    }

    /** Each row [T, b, …] in reverse, up to its length; padding stays. */
    private static Array flip(Array a, int[] lengths) {
        int steps = a.shape().dim(0);
        int batch = a.shape().dim(1);
        int width = width(a);
        Array out = a.copy();
        for (int b = 0; b < batch; b++) {
            int n = lengths == null ? steps : lengths[b];
            for (int t = 0; t < n; t++) {
                for (int i = 0; i < width; i++) {
                    out.set(
                            (t * batch + b) * width + i,
                            a.get(((n - 1 - t) * batch + b) * width + i));
                }
            }
        }
        return out;
    }

    /** A run of n of T steps equals n traced steps, with zero outputs after them. */
    private void steps(Target target, DType type) {
        Backend backend = target.open();
        for (boolean backwards : new boolean[] {false, true}) {
            Subject some = new CellRun(small, backwards, null, small.steps()).subject(factory);
            List<Map<String, Array>> results =
                    some.runs(backend, type, numbersOfSteps(0, small.steps(), 2));
            for (int n = 0; n <= small.steps(); n += 2) {
                CellSizes shorter = small.steps(n);
                Subject traced = new CellRun(shorter, backwards, null, -1).subject(factory);
                Array x = head(some.inputs().get("x"), n);
                Map<String, Array> expected = traced.with(Map.of("x", x)).run(backend, type);
                Map<String, Array> actual = results.get(n / 2);
                Array outputs = actual.get("outputs");
                actual.put("outputs", head(outputs, n));
                same(n + " steps", type, actual, expected);
                for (int t = n; t < small.steps(); t++) {
                    zeros("output of step " + t + " of " + n, row(outputs, t));
                }
            }
        }
    }

    /** The input that says how many steps to run: from one number to another, by some. */
    private static List<Map<String, Array>> numbersOfSteps(int from, int to, int by) {
        List<Map<String, Array>> inputs = new ArrayList<>();
        for (int n = from; n <= to; n += by) {
            inputs.add(Map.of("steps", Array.scalar(DType.I32, n)));
        }
        return inputs;
    }

    /** The first n rows. */
    private static Array head(Array a, int n) {
        Array out = Array.zeros(a.dtype(), a.shape().with(0, n));
        for (int i = 0; i < out.size(); i++) {
            out.set(i, a.get(i));
        }
        return out;
    }

    // ---- states and truncation

    private void states(Target target, DType type) {
        Backend backend = target.open();
        Map<String, Array> all = CellRun.keeping(factory, small, null).run(backend, type);
        Subject some = new CellRun(small, false, null, small.steps()).subject(factory);
        List<Map<String, Array>> results =
                some.runs(backend, type, numbersOfSteps(1, small.steps(), 1));
        for (int t = 0; t < small.steps(); t++) {
            Map<String, Array> n = results.get(t);
            for (int i = 0; n.containsKey("last" + i); i++) {
                near(
                        "state " + i + " after step " + t,
                        type,
                        row(all.get("states" + i), t),
                        n.get("last" + i));
            }
        }
    }

    /** The gradient of a state is that of what the rest of the sequence begins with. */
    private void stateGradients(Target target, DType type) {
        Backend backend = target.open();
        for (boolean backwards : new boolean[] {false, true}) {
            for (int[] lengths : new int[][] {null, small.lengths()}) {
                StateGradients of = new StateGradients(small, backwards, lengths);
                same(
                        "gradients of all states",
                        type,
                        of.byProbes(factory).run(backend, type),
                        of.byParts(factory).run(backend, type));
            }
        }
    }

    /** The computation with {@code cut} applied to the state between two halves of a sequence. */
    private Subject split(UnaryOperator<Tensor> cut, int at) {
        Scope scope = Scope.root();
        Cell<?> cell = factory.create(scope, small.inputs(), small.units());
        return Subject.drawn("two halves", scope, d -> split(cell, d, cut, at));
    }

    private <S extends Record> void split(
            Cell<S> cell, Drawing d, UnaryOperator<Tensor> cut, int at) {
        Tensor x = CellRun.sequence(d, small);
        S state = CellRun.start(cell, d, small);
        List<Tensor> outputs = new ArrayList<>();
        for (int from = 0; from < small.steps(); from += at) {
            int to = Math.min(small.steps(), from + at);
            var r = Recurrence.of(cell).from(state).over(x.slice(0, from, to));
            outputs.add(r.outputs());
            List<Tensor> carried = States.tensors(r.last());
            state =
                    to == small.steps()
                            ? r.last()
                            : States.with(state, carried.stream().map(cut).toList());
        }
        d.output("outputs", Functions.concat(0, outputs));
        CellRun.outputs(d, "last", state);
    }

    private void halves(Target target, DType type) {
        Backend backend = target.open();
        Map<String, Array> parts = split(t -> t, 2).withGradients().run(backend, type);
        same("two halves", type, parts, run(new CellRun(small, false, null, -1), target, type));
    }

    /** A truncated computation, and the one in parts that should equal it. */
    private record Cut(int every, Map<String, Array> truncated, Map<String, Array> parts) {}

    private List<Cut> cuts(Target target, DType type) {
        Backend backend = target.open();
        Map<Integer, Map<String, Array>> parts = new LinkedHashMap<>();
        List<Cut> cuts = new ArrayList<>();
        for (int every : new int[] {1, 2, 3, small.steps(), 100}) {
            Subject truncated = CellRun.truncated(factory, small, every);
            Map<String, Array> expected =
                    parts.computeIfAbsent(
                            Math.min(every, small.steps()),
                            at -> stopped(at).withGradients().run(backend, type));
            cuts.add(new Cut(every, truncated.withGradients().run(backend, type), expected));
        }
        return cuts;
    }

    private Subject stopped(int at) {
        return split(t -> t.dtype().isFloat() ? t.stopGradient() : t, at);
    }

    /**
     * Truncation equals a stopped gradient between the parts of the sequence, and nowhere else. The
     * gradient of the initial state still flows through the first part.
     */
    private void cut(List<Cut> cuts, DType type, boolean initialState) {
        for (Cut cut : cuts) {
            same(
                    "truncated every " + cut.every() + " steps",
                    type,
                    some(cut.truncated(), initialState),
                    some(cut.parts(), initialState));
        }
    }

    /** The gradients of the initial state, or everything else. */
    private static Map<String, Array> some(Map<String, Array> results, boolean initialState) {
        Map<String, Array> some = new LinkedHashMap<>(results);
        some.keySet().removeIf(name -> name.matches("d\\.s\\d+") != initialState);
        return some;
    }

    // ---- comparison

    /** Equal except for the order of sums. */
    private static void same(
            String what, DType type, Map<String, Array> actual, Map<String, Array> expected) {
        double error = Deviation.of(what, actual, expected);
        check(what, type, error);
    }

    private static void near(String what, DType type, Array actual, Array expected) {
        check(what, type, Deviation.of(what, Map.of("", actual), Map.of("", expected)));
    }

    private static void check(String what, DType type, double error) {
        double allowed = 64 * Tolerance.epsilon(type);
        if (!(error <= allowed)) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s: off by %.3g of the largest element, allowed is %.3g",
                            what,
                            error,
                            allowed));
        }
    }
}
