package dev.rondo.cli.bench;

import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/** A size of a workload that is doubled while the others stay. */
public enum GrowthAxis {
    /** Steps of the sequences. */
    STEPS("T", Workload::seq, 100_000, 2),
    /** Steps of the sequences, where training computes again instead of keeping. */
    RECOMPUTED_STEPS("T, recomputed", Workload::seq, 100_000, 2),
    /** Sequences at a time. */
    ROWS("B", Workload::batch, 4096, 2),
    /** Units of a cell, and with them the size of what it reads. */
    UNITS("H", Workload::hidden, 4096, 4),
    /** Cells one upon the other. */
    LAYERS("layers", Workload::layers, 32, 2);

    private final String text;
    private final ToIntFunction<Workload> size;
    private final int most;
    private final int steepest;

    GrowthAxis(String text, ToIntFunction<Workload> size, int most, int steepest) {
        this.text = text;
        this.size = size;
        this.most = most;
        this.steepest = steepest;
    }

    /** A workload with this size so many times as large. */
    Workload scaled(Workload w, int factor) {
        return switch (this) {
            case STEPS -> w.sized(w.seq() * factor, w.batch());
            case RECOMPUTED_STEPS -> STEPS.scaled(w.with(Recomputation.SEGMENTS), factor);
            case ROWS -> w.sized(w.seq(), w.batch() * factor);
            case UNITS -> w.deep(w.input() * factor, w.hidden() * factor, w.layers());
            case LAYERS -> w.deep(w.input(), w.hidden(), w.layers() * factor);
        };
    }

    /**
     * The exponent of the memory that follows from what is kept: as many numbers for each step, row
     * and trained layer. In H it lies between 1, for these numbers, and 2, for the weights.
     */
    OptionalDouble memory(Mode mode) {
        return switch (this) {
            case STEPS, ROWS -> OptionalDouble.of(1);
            case RECOMPUTED_STEPS -> OptionalDouble.of(0.5);
            case UNITS -> OptionalDouble.empty();
            case LAYERS -> mode == Mode.TRAIN ? OptionalDouble.of(1) : OptionalDouble.empty();
        };
    }

    /** Whether such a workload has this size. Without gradients, nothing is recomputed. */
    boolean isFor(Mode mode) {
        return this != RECOMPUTED_STEPS || mode == Mode.TRAIN;
    }

    /** This size of a workload. */
    int of(Workload w) {
        return size.applyAsInt(w);
    }

    /** The largest size that is tried. */
    int most() {
        return most;
    }

    /** How many times as much time or memory twice this size takes at most. */
    int steepest() {
        return steepest;
    }

    /** The name in tables and results. */
    @Override
    public String toString() {
        return text;
    }
}
