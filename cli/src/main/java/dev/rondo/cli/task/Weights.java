package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.NonFinite;

import java.util.Map;

/** The weights of a checkpoint, for a command that uses them without training. */
public final class Weights {
    private Weights() {}

    /** Sets the weights, and warns of those that are not finite. */
    public static void restore(Checkpoint checkpoint, Executable executable, Console console) {
        checkpoint.restorePart(executable);
        judge(checkpoint, executable.variables(), console);
    }

    /** Warns of weights that are not finite. */
    public static void judge(Checkpoint checkpoint, Map<String, Array> weights, Console console) {
        NonFinite.among(weights).ifPresent(n -> console.warn(checkpoint.directory() + ": " + n));
    }
}
