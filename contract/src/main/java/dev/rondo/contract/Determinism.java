package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Whether a backend gives the same bits run after run, and for any number of threads. */
public final class Determinism {
    private Determinism() {}

    /**
     * Runs a computation with 1, 2 and 3 threads, twice each.
     *
     * @throws AssertionError at the first bit that differs
     */
    public static void check(Subject subject, Target target, DType type) {
        Map<String, Array> first = null;
        for (int threads = 1; threads <= 3; threads++) {
            Backend backend = target.open(threads);
            try (Executable e = subject.compile(backend, type)) {
                for (int run = 0; run < 2; run++) {
                    Map<String, Array> now = new LinkedHashMap<>();
                    e.run(Subject.ENTRY, subject.inputs(type))
                            .forEach((n, a) -> now.put(n, a.copy()));
                    if (first == null) {
                        first = now;
                    }
                    same(
                            String.format(
                                    Locale.ROOT,
                                    "%s on %s in %s: 1 thread, and %d threads in run %d",
                                    subject.name(),
                                    target,
                                    type,
                                    threads,
                                    run + 1),
                            now,
                            first);
                }
            }
        }
    }

    /**
     * Checks that two results have the same bits.
     *
     * @throws AssertionError at the first bit that differs
     */
    static void same(String what, Map<String, Array> actual, Map<String, Array> expected) {
        expected.forEach((name, b) -> same(what + ", '" + name + "'", actual.get(name), b));
    }

    /** Checks that two arrays have the same bits. */
    static void same(String what, Array a, Array b) {
        if (a == null || !a.sameBits(b)) {
            String off = a == null ? "missing" : Tolerance.EXACT.violation(a, b);
            throw new AssertionError(
                    what + ": " + (off == null ? "different bits of equal numbers" : off));
        }
    }
}
