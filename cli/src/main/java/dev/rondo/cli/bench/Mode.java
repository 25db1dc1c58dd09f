package dev.rondo.cli.bench;

import java.util.Locale;

/** Which part of a workload is timed. */
public enum Mode {
    /** The forward pass, and the gradients of sum(output ∘ G) with respect to all weights. */
    TRAIN(3),
    /** The forward pass. */
    INFER(1);

    private final int passes;

    Mode(int passes) {
        this.passes = passes;
    }

    /** Textbook operations, in multiples of those of the forward pass. */
    int passes() {
        return passes;
    }

    /** The name in options and results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
