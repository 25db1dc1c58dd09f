package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Device;
import dev.rondo.executor.KernelBackend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether a backend computes what the reference computes. The measure is the reference itself: its
 * error in float32 against float64 shows how well conditioned the program is. Another backend may
 * have four times this error, and a floor more. The reference may have been lucky. So before a
 * backend is declared wrong, the reference runs again, on inputs and variables that are off by a
 * unit in the last place, and with {@link ShakenKernels functions} that are.
 *
 * <p>In float64 there is nothing more exact than the reference, and in float32 the reference rounds
 * its activations only once. So in float64 a backend may have four times more error again.
 */
public final class Equivalence {
    private static final double FACTOR = 4;
    private static final double FLOOR = 16;
    private static final double DOUBLE = 4;
    private static final int SHAKES = 16;

    private Equivalence() {}

    /**
     * The measured errors.
     *
     * @param reference error of the reference in float32
     * @param f32 error of the backend in float32, and what is allowed
     * @param f64 error of the backend in float64, and what is allowed
     */
    public record Errors(double reference, Measured f32, Measured f64) {}

    /**
     * Compares a backend in float32 and float64 with the reference in float64.
     *
     * @throws AssertionError when its error is larger than allowed
     */
    public static Errors check(Subject subject, Target target) {
        return check(subject, List.of(target)).get(target);
    }

    /** Compares several backends, as {@link #check(Subject, Target)} compares one. */
    public static Map<Target, Errors> check(Subject subject, List<Target> targets) {
        return check(subject, subject, targets);
    }

    /**
     * Compares a computation on several backends with another computation on the reference that
     * must give the same results.
     *
     * @param simple a simpler computation with the same inputs, variables and outputs
     * @throws AssertionError when the error of a backend is larger than allowed
     */
    public static Map<Target, Errors> check(Subject subject, Subject simple, List<Target> targets) {
        Backend scalar = Target.reference().open();
        Map<String, Array> truth = simple.run(scalar, DType.F64);
        double reference = reference(simple, scalar, truth);
        Map<Target, Errors> errors = new LinkedHashMap<>();
        for (Target target : targets) {
            Backend backend = target.open();
            Measured f32 = measured(subject, simple, target, backend, DType.F32, truth, reference);
            Measured f64 = measured(subject, simple, target, backend, DType.F64, truth, reference);
            errors.put(target, new Errors(reference, f32, f64));
        }
        return errors;
    }

    /**
     * Compares a backend in one type with the reference in float64, for backends that compile
     * slowly.
     *
     * @return error of the backend, and the error that is allowed
     * @throws AssertionError when its error is larger than allowed
     */
    public static Measured check(Subject subject, Target target, DType type) {
        Backend scalar = Target.reference().open();
        Map<String, Array> truth = subject.run(scalar, DType.F64);
        double reference = reference(subject, scalar, truth);
        return measured(subject, subject, target, target.open(), type, truth, reference);
    }

    /**
     * The error of the reference in float32 against itself in float64. {@link #allowed} takes it.
     *
     * @param truth results of the reference in float64
     * @throws AssertionError when a number is finite in one of them only
     */
    public static double sensitivity(Subject subject, Map<String, Array> truth) {
        return reference(subject, Target.reference().open(), truth);
    }

    private static double reference(Subject subject, Backend scalar, Map<String, Array> truth) {
        return Deviation.of(
                subject.name() + " on the reference", subject.run(scalar, DType.F32), truth);
    }

    private static Measured measured(
            Subject subject,
            Subject simple,
            Target target,
            Backend backend,
            DType type,
            Map<String, Array> truth,
            double reference) {
        String what = subject.name() + " on " + target + " in " + type;
        double error = Deviation.of(what, subject.run(backend, type), truth);
        Measured m = new Measured(error, allowed(simple, truth, reference, error, type));
        if (!m.holds()) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s: the largest error against float64 is %.3g, allowed is %.3g (the"
                                    + " reference errs by %.3g in float32)",
                            what,
                            error,
                            m.limit(),
                            reference));
        }
        return m;
    }

    /**
     * The error that a backend may have against the reference.
     *
     * @param truth results of the reference in float64
     * @param reference error of the reference in float32
     * @param error error of the backend
     * @param type the type in which the backend computed
     */
    public static double allowed(
            Subject subject, Map<String, Array> truth, double reference, double error, DType type) {
        double allowed = allowed(reference, type);
        return error <= allowed ? allowed : allowed(shaken(subject, truth, reference), type);
    }

    /**
     * The largest error of the reference, on the given numbers and on numbers that are slightly
     * off.
     */
    private static double shaken(Subject subject, Map<String, Array> truth, double reference) {
        double worst = reference;
        Device device = Target.reference().open().device();
        for (long seed = 0; seed < SHAKES; seed++) {
            ShakenKernels kernels = new ShakenKernels(seed);
            Backend scalar = new KernelBackend(device, 1, () -> kernels);
            Map<String, Array> results = shaken(subject, seed).run(scalar, DType.F32);
            worst = Math.max(worst, Deviation.of(subject.name() + ", shaken", results, truth));
        }
        return worst;
    }

    private static Subject shaken(Subject s, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Array> values = new LinkedHashMap<>();
        Map<String, Array> inputs = new LinkedHashMap<>();
        s.values().forEach((name, a) -> values.put(name, shaken(a, random)));
        s.inputs().forEach((name, a) -> inputs.put(name, shaken(a, random)));
        return new Subject(s.name(), s.scope(), values, inputs, s.tracer());
    }

    private static Array shaken(Array a, SplittableRandom random) {
        if (!a.dtype().isFloat()) {
            return a;
        }
        Array out = a.copy();
        for (int i = 0; i < out.size(); i++) {
            out.set(i, ShakenKernels.shaken(out.get(i), random));
        }
        return out;
    }

    private static double allowed(double reference, DType type) {
        double epsilon = Tolerance.epsilon(type);
        double own = reference * epsilon / Tolerance.epsilon(DType.F32);
        return (FACTOR * own + FLOOR * epsilon) * (type == DType.F64 ? DOUBLE : 1);
    }
}
