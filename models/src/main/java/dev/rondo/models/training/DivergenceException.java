package dev.rondo.models.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Thrown when a loss or a gradient is infinite or NaN. The update was not applied. The message says
 * where it happened, which operation was the first, and what to try.
 */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long step;
    private final double loss;
    private final double gradientNorm;
    private final String operation;
    private final transient Path checkpoint;

    DivergenceException(
            long step,
            double loss,
            boolean hasNorm,
            double gradientNorm,
            double learningRate,
            String operation,
            Path checkpoint) {
        super(
                "training diverged at step "
                        + step
                        + ": loss "
                        + loss
                        + (hasNorm ? ", gradient norm " + gradientNorm : "")
                        + ". "
                        + operation
                        + ". "
                        + last(checkpoint)
                        + ". Try a lower learning rate (it was "
                        + learningRate
                        + "), a smaller clipping norm, or a warm-up");
        this.step = step;
        this.loss = loss;
        this.gradientNorm = gradientNorm;
        this.operation = operation;
        this.checkpoint = checkpoint;
    }

    /** What the other members of a group say. */
    DivergenceException(long step, int rank, Path checkpoint) {
        super(
                "training diverged at step "
                        + step
                        + " on rank "
                        + rank
                        + " of the group, which says where and why. "
                        + last(checkpoint));
        this.step = step;
        this.loss = Double.NaN;
        this.gradientNorm = Double.NaN;
        this.operation = "Rank " + rank + " says which operation was the first";
        this.checkpoint = checkpoint;
    }

    private static String last(Path checkpoint) {
        return checkpoint == null
                ? "No checkpoint had been written yet"
                : "The last good checkpoint is " + checkpoint;
    }

    /** Number of the update that failed, counted from 1. */
    public long step() {
        return step;
    }

    /** Loss of that update. */
    public double loss() {
        return loss;
    }

    /** Gradient norm of that update; NaN when the entry does not return it. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** A sentence on the first operation that was not finite, with the user's source line. */
    public String operation() {
        return operation;
    }

    /** The last good checkpoint; empty when none had been written. */
    public Optional<Path> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }
}
