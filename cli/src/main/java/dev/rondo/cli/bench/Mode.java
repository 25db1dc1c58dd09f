package dev.rondo.cli.bench;

import java.util.Locale;

/** What of a workload is timed. */
public enum Mode {
    /** Forwards, and the gradients of sum(output ∘ G) with respect to all weights. */
    TRAIN(3),
    /** Forwards. */
    INFER(1);

    private final int passes;

    Mode(int passes) {
        this.passes = passes;
    }

    /** Textbook operations in units of the forward ones. */
    int passes() {
        return passes;
    }

    /** As options and results have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
