package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares devices with the reference in float64, on computations drawn from seeds: forward results
 * and gradients, in float32 and float64. Half of the seeds give the first family. The others give
 * the other families in turn.
 *
 * <p>A backend may have the error that {@link Equivalence} allows. The reference itself has a fixed
 * limit in float32, because the computations are well conditioned. Its gradients in float64 are
 * compared with differences (see {@link GradientCheck}) where a computation is smooth and small.
 */
public final class Verification {
    /** The error that the reference may have in float32: 4096 ε. */
    private static final double REFERENCE = 0x1p12 * Tolerance.epsilon(DType.F32);

    private static final String REFERENCE_BACKEND = "scalar";

    private final List<Family> families;
    private final List<Backend> backends;
    private final Backend reference = Target.reference().open();

    /**
     * A verification.
     *
     * @param families at least one
     * @param backends the backends to verify; may contain the reference
     */
    public Verification(List<Family> families, List<Backend> backends) {
        this.families = List.copyOf(families);
        this.backends = List.copyOf(backends);
    }

    /** The kind of computation for a seed. */
    Family family(long seed) {
        int others = families.size() - 1;
        int turn = (int) Math.floorMod(seed, Math.max(1L, 2L * others));
        return turn % 2 == 0 ? families.getFirst() : families.get(1 + turn / 2);
    }

    /** Draws the computation of a seed and tries it on every device. */
    public List<Finding> of(long seed) {
        Try t = new Try(family(seed).name(), seed);
        try {
            t.run(family(seed).trials().apply(seed));
        } catch (RuntimeException | AssertionError e) {
            t.fail(reference, DType.F64, Finding.Part.FORWARD, e);
        }
        return t.findings;
    }

    private final class Try {
        private final String family;
        private final long seed;
        private final List<Finding> findings = new ArrayList<>();

        Try(String family, long seed) {
            this.family = family;
            this.seed = seed;
        }

        private void run(Trial trial) {
            Subject subject = trial.subject().withGradients();
            Map<String, Array> truth = subject.run(reference, DType.F64);
            Map<String, Array> narrow = subject.run(reference, DType.F32);
            double error = Deviation.of(subject.name() + " on the reference", narrow, truth);
            for (Backend b : backends) {
                if (b.device().backend().equals(REFERENCE_BACKEND)) {
                    compare(b, DType.F32, narrow, truth, _ -> REFERENCE);
                    if (trial.differences()) {
                        differences(b, trial.subject());
                    }
                } else {
                    compare(b, DType.F32, subject, truth, error);
                    compare(b, DType.F64, subject, truth, error);
                }
            }
        }

        private void compare(
                Backend b, DType type, Subject subject, Map<String, Array> truth, double error) {
            Map<String, Array> results;
            try {
                results = subject.run(b, type);
            } catch (RuntimeException | AssertionError e) {
                fail(b, type, Finding.Part.FORWARD, e);
                return;
            }
            compare(
                    b,
                    type,
                    results,
                    truth,
                    off -> Equivalence.allowed(subject, truth, error, off, type));
        }

        private void compare(
                Backend b,
                DType type,
                Map<String, Array> results,
                Map<String, Array> truth,
                DoubleUnaryOperator limit) {
            Map<Finding.Part, Map<String, Array>> expected = parts(truth);
            parts(results)
                    .forEach(
                            (part, actual) -> {
                                try {
                                    double off = Deviation.of("it", actual, expected.get(part));
                                    add(
                                            b,
                                            type,
                                            part,
                                            new Measured(off, limit.applyAsDouble(off)),
                                            "");
                                } catch (AssertionError e) {
                                    fail(b, type, part, e);
                                }
                            });
        }

        private void differences(Backend b, Subject subject) {
            try {
                Measured m = GradientCheck.measure(subject);
                add(b, DType.F64, Finding.Part.GRADIENT, m, "");
            } catch (NotSmoothException _) {
                // differences say nothing at this point
            } catch (RuntimeException | AssertionError e) {
                fail(b, DType.F64, Finding.Part.GRADIENT, e);
            }
        }

        private void fail(Backend b, DType type, Finding.Part part, Throwable e) {
            add(b, type, part, new Measured(Double.NaN, Double.NaN), e.toString());
        }

        private void add(
                Backend b, DType type, Finding.Part part, Measured measured, String failure) {
            findings.add(new Finding(family, part, b.device().id(), type, seed, measured, failure));
        }
    }

    private static Map<Finding.Part, Map<String, Array>> parts(Map<String, Array> results) {
        Map<Finding.Part, Map<String, Array>> parts = new EnumMap<>(Finding.Part.class);
        for (Finding.Part p : Finding.Part.values()) {
            parts.put(p, new LinkedHashMap<>());
        }
        results.forEach(
                (name, a) -> {
                    boolean gradient = name.startsWith(Subject.GRADIENT);
                    parts.get(gradient ? Finding.Part.GRADIENT : Finding.Part.FORWARD).put(name, a);
                });
        return parts;
    }
}
