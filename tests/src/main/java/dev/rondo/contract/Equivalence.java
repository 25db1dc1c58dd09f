package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a backend computes what the reference computes. The measure is the reference itself: in
 * float32 it errs by some amount against float64, for the program is as well conditioned as it is;
 * another backend may err four times as much, and a floor more.
 *
 * <p>In float64 nothing better than the reference is at hand, and the reference's float32 has
 * activations that are rounded once; so there a backend may err four times more again.
 */
public final class Equivalence {
    private static final double FACTOR = 4;
    private static final double FLOOR = 16;
    private static final double DOUBLE = 4;

    private Equivalence() {}

    /**
     * What was measured.
     *
     * @param reference error of the reference in float32
     * @param f32 error of the backend in float32
     * @param f64 error of the backend in float64
     */
    public record Errors(double reference, double f32, double f64) {}

    /**
     * Compares a backend in float32 and float64 with the reference in float64.
     *
     * @throws AssertionError when it is further away than it may be
     */
    public static Errors check(Subject subject, Target target) {
        return check(subject, List.of(target)).get(target);
    }

    /** Compares several backends, as {@link #check(Subject, Target)} does one. */
    public static Map<Target, Errors> check(Subject subject, List<Target> targets) {
        Backend scalar = Target.reference().open();
        Map<String, Array> truth = subject.run(scalar, DType.F64);
        double reference =
                Deviation.of(
                        subject.name() + " on the reference",
                        subject.run(scalar, DType.F32),
                        truth);
        Map<Target, Errors> errors = new LinkedHashMap<>();
        for (Target target : targets) {
            Backend backend = target.open();
            double f32 = error(subject, target, backend, DType.F32, truth, reference);
            double f64 = error(subject, target, backend, DType.F64, truth, reference);
            errors.put(target, new Errors(reference, f32, f64));
        }
        return errors;
    }

    private static double error(
            Subject subject,
            Target target,
            Backend backend,
            DType type,
            Map<String, Array> truth,
            double reference) {
        String what = subject.name() + " on " + target + " in " + type;
        double error = Deviation.of(what, subject.run(backend, type), truth);
        double allowed = allowed(reference, type);
        if (!(error <= allowed)) {
            throw new AssertionError(
                    "%s: the largest error against float64 is %.3g, allowed is %.3g (the reference errs by %.3g in float32)"
                            .formatted(what, error, allowed, reference));
        }
        return error;
    }

    /**
     * How far a backend may lie from the reference.
     *
     * @param reference error of the reference in float32
     */
    static double allowed(double reference, DType type) {
        double epsilon = Tolerance.epsilon(type);
        double own = reference * epsilon / Tolerance.epsilon(DType.F32);
        return (FACTOR * own + FLOOR * epsilon) * (type == DType.F64 ? DOUBLE : 1);
    }
}
