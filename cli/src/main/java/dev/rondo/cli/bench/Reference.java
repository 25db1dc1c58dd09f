package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Deviation;
import dev.rondo.contract.Tolerance;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the scalar backend makes of a workload in float64: what every timed program is held against.
 *
 * <p>The reference is slow, so of a large workload it computes the first steps of the first rows.
 * The timed program is then run as it is: its outputs there depend on nothing else, and its
 * gradients when G is zero everywhere else.
 */
final class Reference {
    /** Textbook operations the reference may do; a second or two. */
    private static final double MOST = 2e9;

    /** Rather fewer rows than fewer steps than these: a loop has a first, a last and others. */
    private static final int FEWEST_STEPS = 4;

    /** What computes it. */
    static final String BACKEND = "scalar";

    private final Workload small;
    private final Map<String, Array> inputs;
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, Array> truth = new LinkedHashMap<>();
    private final double limit;

    /**
     * Computes it.
     *
     * @param inputs of the workload
     */
    Reference(Workload workload, Map<String, Array> inputs) {
        this.small = part(workload);
        this.inputs = inputs;
        this.limit = limit(small);
        Program program = small.program(DType.F64);
        Map<String, Tensor> declared = program.entries().get(Workload.ENTRY).inputs();
        declared.forEach((name, t) -> shapes.put(name, t.shape()));
        Map<String, Array> given = new LinkedHashMap<>();
        shapes.forEach((n, shape) -> given.put(n, Corners.cut(inputs.get(n), shape, DType.F64)));
        try (Executable e = Backends.open(BACKEND).compile(program)) {
            e.run(Workload.ENTRY, given).forEach((n, a) -> truth.put(n, a.copy()));
        }
    }

    /** As much of a workload as the reference can do. */
    static Workload part(Workload w) {
        double row = w.operations() / w.seq() / w.batch();
        int steps = most(MOST / row / w.batch(), Math.min(w.seq(), FEWEST_STEPS), w.seq());
        int rows = most(MOST / row / steps, 1, w.batch());
        return w.sized(steps, rows);
    }

    private static int most(double affordable, int least, int all) {
        return (int) Math.clamp(affordable, least, all);
    }

    /**
     * What the contract kit allows a sum of as many terms as lead, one after another, to a result.
     */
    private static double limit(Workload w) {
        double terms =
                (double) w.seq() * w.layers() * (Math.max(w.input(), w.hidden()) + w.hidden());
        int counted = (int) Math.min(Integer.MAX_VALUE, terms);
        return Tolerance.operation(w.dtype(), counted).relative();
    }

    /** Runs a program and compares. */
    Check check(Executable program) {
        Map<String, Array> given = new LinkedHashMap<>(inputs);
        given.computeIfPresent(Workload.G, (name, g) -> Corners.keep(g, shapes.get(name)));
        Map<String, Array> results = new LinkedHashMap<>();
        program.run(Workload.ENTRY, given)
                .forEach((n, a) -> results.put(n, Corners.cut(a, truth.get(n).shape(), a.dtype())));
        try {
            return result(Deviation.of("the result", results, truth), "");
        } catch (AssertionError e) {
            return result(Double.NaN, e.getMessage());
        }
    }

    private Check result(double error, String failure) {
        return new Check(small.seq(), small.batch(), error, limit, failure);
    }
}
