package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Deviation;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.Subject;

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

    /** Those of the part. */
    private final Map<String, Array> given = new LinkedHashMap<>();

    private final Map<String, Array> truth;
    private double sensitivity = Double.NaN;

    /**
     * Computes it.
     *
     * @param inputs of the workload
     */
    Reference(Workload workload, Map<String, Array> inputs) {
        this.small = part(workload);
        this.inputs = inputs;
        small.program(DType.F64)
                .entries()
                .get(Workload.ENTRY)
                .inputs()
                .forEach((n, t) -> given.put(n, Corners.cut(inputs.get(n), t.shape(), t.dtype())));
        this.truth = subject().run(Backends.open(BACKEND), DType.F64);
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

    /** Runs a program and compares. */
    Check check(Executable program) {
        Map<String, Array> all = new LinkedHashMap<>(inputs);
        all.computeIfPresent(Workload.G, (n, g) -> Corners.keep(g, given.get(n).shape()));
        Map<String, Array> results = new LinkedHashMap<>();
        program.run(Workload.ENTRY, all)
                .forEach((n, a) -> results.put(n, Corners.cut(a, truth.get(n).shape(), a.dtype())));
        try {
            double error = Deviation.of("the result", results, truth);
            return result(error, limit(error), "");
        } catch (AssertionError e) {
            return result(Double.NaN, Double.NaN, e.getMessage());
        }
    }

    /** Made anew each time, for its weights would take memory while others are timed. */
    private Subject subject() {
        return small.subject(given);
    }

    /** As for every backend: by how sensitive the reference is to rounding, see the kit. */
    private double limit(double error) {
        Subject subject = subject();
        if (Double.isNaN(sensitivity)) {
            sensitivity = Equivalence.sensitivity(subject, truth);
        }
        return Equivalence.allowed(subject, truth, sensitivity, error, small.dtype());
    }

    private Check result(double error, double limit, String failure) {
        return new Check(small.seq(), small.batch(), error, limit, failure);
    }
}
