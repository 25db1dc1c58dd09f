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
 * The results of the scalar backend for a workload in float64, with which every timed program is
 * compared.
 *
 * <p>The reference is slow, so of a large workload it computes only the first steps of the first
 * rows. The timed program then runs unchanged: its outputs for those steps and rows depend on
 * nothing else, and neither do its gradients when G is zero everywhere else.
 */
final class Reference {
    /** The most textbook operations for the reference: a second or two. */
    private static final double MOST = 2e9;

    /**
     * Rather fewer rows than fewer steps than this: a loop has a first step, a last step and
     * others.
     */
    private static final int FEWEST_STEPS = 4;

    /** The backend that computes the reference. */
    static final String BACKEND = "scalar";

    /**
     * Bytes for each weight: in float64 its value, its gradient and three times as much work
     * memory; in float32 its initial value.
     */
    private static final int WEIGHT = 5 * Double.BYTES + Float.BYTES;

    private final Workload small;
    private final Map<String, Array> inputs;

    /** The inputs of the part. */
    private final Map<String, Array> given = new LinkedHashMap<>();

    private final Map<String, Array> truth;
    private double sensitivity = Double.NaN;

    /**
     * Computes the reference.
     *
     * @param inputs inputs of the workload
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

    /**
     * An estimate of the bytes that it takes, beside the inputs, to check a workload: the weights,
     * and another G.
     */
    static double bytes(Workload w) {
        return w.weights() * WEIGHT + w.given();
    }

    /** The largest part of a workload that the reference can compute. */
    static Workload part(Workload w) {
        double row = w.operations() / w.seq() / w.batch();
        int steps = most(MOST / row / w.batch(), Math.min(w.seq(), FEWEST_STEPS), w.seq());
        int rows = most(MOST / row / steps, 1, w.batch());
        // so that recomputation itself is checked too
        return w.with(Recomputation.NONE).sized(steps, rows);
    }

    private static int most(double affordable, int least, int all) {
        return (int) Math.clamp(affordable, least, all);
    }

    /** Runs a program and compares its results. */
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

    /**
     * Makes the subject anew each time, because its weights would take memory while others are
     * timed.
     */
    private Subject subject() {
        return small.subject(given);
    }

    /**
     * The limit, as for every backend: it depends on how sensitive the reference is to rounding,
     * see the kit.
     */
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
