package dev.rondo.cli.bench;

import java.util.Locale;

/** Which part of a workload is timed. */
public enum Mode {
    /**
     * The forward pass, and the gradients of sum(output ∘ G) with respect to all weights, which
     * count as changed before each step.
     */
    TRAIN(3),
    /** The forward pass with the same weights at each step. */
    INFER(1),
    /** The forward pass with weights that count as changed before each step. */
    RENEWED(1);

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
