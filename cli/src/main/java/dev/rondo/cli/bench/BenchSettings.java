package dev.rondo.cli.bench;

import dev.rondo.backend.CompileOptions;
import dev.rondo.models.task.Values;

import java.util.Set;

/**
 * How a workload is timed.
 *
 * @param warmUp seconds of steps that are not timed
 * @param seconds seconds of timed steps
 * @param without names of passes that are left out
 */
public record BenchSettings(double warmUp, double seconds, Set<String> without) {
    /** Checks the times. */
    public BenchSettings {
        Values.notNegative("--warm-up", warmUp);
        Values.positive("--seconds", seconds);
        without = Set.copyOf(without);
    }

    CompileOptions options() {
        return new CompileOptions(false, without);
    }
}
