package dev.rondo.cli.experiment;

import dev.rondo.backend.Executable;
import dev.rondo.models.synthetic.ClassTask;

/** Measures a network again and again, each time on sequences that it has never seen. */
final class Examination {
    private final ClassNet net;
    private final Executable executable;
    private final int sequences;
    private final long seed;
    private final Lab lab;
    private long taken;
    private double last = Double.NaN;

    /**
     * None was taken yet.
     *
     * @param executable holds the weights
     * @param sequences of each measurement
     * @param seed of all of them
     */
    Examination(ClassNet net, Executable executable, int sequences, long seed, Lab lab) {
        this.net = net;
        this.executable = executable;
        this.sequences = sequences;
        this.seed = seed;
        this.lab = lab;
    }

    /** The part of fresh sequences of a task that is right, from 0 to 1. */
    double take(ClassTask task) {
        // far enough apart that no two measurements have a seed in common
        last = net.accuracy(executable, task, sequences, seed + (taken++ << 32), lab);
        return last;
    }

    /** What was measured last; NaN before. */
    double last() {
        return last;
    }
}
