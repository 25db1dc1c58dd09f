package dev.rondo.backend.simd.fused;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The preparation of generated code: a background thread makes it and runs it until it is fast.
 * Nobody waits for that, so a failure is reported here, the first time in a process, and counted in
 * reports.
 */
public abstract class WarmUp {
    /** Code that has not become fast after this time never will. */
    static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final String SLOW =
            "generated code did not get faster than the interpreter of elementwise operations within "
                    + PATIENCE_NANOS / 1_000_000_000
                    + " s, and is not used where that is so; the results are the same, only slower."
                    + " Has HotSpot room for code (-XX:ReservedCodeCacheSize), and a processor for"
                    + " its compiler?";

    private static final String FAILED =
            "generating code for elementwise operations failed, and where it does the interpreter"
                    + " goes on; the results are the same, only slower. This is told once; reports"
                    + " of executables (rondo bench --explain) count what it happened to";

    private static final AtomicBoolean TOLD_SLOW = new AtomicBoolean();
    private static final AtomicBoolean TOLD_FAILED = new AtomicBoolean();

    private enum Outcome {
        UNKNOWN,
        FAST,
        SLOW,
        FAILED
    }

    private volatile Outcome outcome = Outcome.UNKNOWN;

    /** Begins at some later time. */
    final void start() {
        Background.run(this::run);
    }

    private void run() {
        try {
            if (warm()) {
                outcome = Outcome.FAST;
            } else {
                outcome = Outcome.SLOW;
                tell(TOLD_SLOW, SLOW, null);
            }
        } catch (Throwable e) { // of any kind: a generated class that is wrong is an Error
            outcome = Outcome.FAILED;
            tell(TOLD_FAILED, FAILED, e);
        }
    }

    private static void tell(AtomicBoolean told, String what, Throwable why) {
        if (told.compareAndSet(false, true)) {
            System.getLogger(WarmUp.class.getName()).log(System.Logger.Level.WARNING, what, why);
        }
    }

    /**
     * Makes the code and runs it. Returns whether it became fast within {@link #PATIENCE_NANOS}.
     */
    abstract boolean warm();

    /** Remarks for a person who asks why these run as they do; empty when all is well. */
    public static List<String> remarks(Collection<WarmUp> all) {
        List<String> lines = new ArrayList<>();
        count(all, Outcome.FAILED, "its generation failed", lines);
        count(all, Outcome.SLOW, "it did not get faster than the interpreter", lines);
        return lines;
    }

    private static void count(Collection<WarmUp> all, Outcome of, String why, List<String> lines) {
        long n = all.stream().filter(w -> w.outcome == of).count();
        if (n > 0) {
            lines.add("elementwise clusters without generated code, since " + why + ": " + n);
        }
    }
}
