package dev.rondo.cli.bench;

import dev.rondo.backend.Device;
import dev.rondo.cli.machine.MachineFacts;
import dev.rondo.models.checkpoint.Configuration;

/**
 * The timing of one workload on one device.
 *
 * @param workload what was timed
 * @param threads number of threads on the host
 * @param compileNanos nanoseconds from program to executable, not part of the times
 * @param bytes bytes that the executable holds: variables, results and work memory, but not the
 *     inputs, and not other memory of the JVM
 * @param resident the largest number of bytes that the process had in memory before the timing
 *     ended, including the JVM and everything it did before; 0 when the operating system does not
 *     say it
 * @param occasion when and how it was measured, see {@link Machine#occasion}
 */
public record Result(
        Workload workload,
        Device device,
        int threads,
        long compileNanos,
        Timing timing,
        long bytes,
        long resident,
        Check check,
        BenchSettings settings,
        Configuration occasion) {

    /** GFLOP/s of the device in large products; only in a suite. */
    double peak() {
        return occasion.number(ProductPeak.FIELD);
    }

    double medianMillis() {
        return timing.median() / 1e6;
    }

    double leastMillis() {
        return timing.least() / 1e6;
    }

    /** GFLOP/s at the median time. */
    double gflops() {
        return workload.operations() / timing.median();
    }

    /** The same result with another timing. */
    Result with(Timing other) {
        return new Result(
                workload,
                device,
                threads,
                compileNanos,
                other,
                bytes,
                resident,
                check,
                settings,
                occasion);
    }

    /** One object with the documented fields. The first one that is asked for reads the machine. */
    public Configuration json() {
        return Configuration.empty()
                .with(ResultFormat.FIELD, ResultFormat.VERSION)
                .with("cell", workload.cell())
                .with("image", workload.pixels())
                .with("seq", workload.seq())
                .with("batch", workload.batch())
                .with("input", workload.input())
                .with("hidden", workload.hidden())
                .with("layers", workload.layers())
                .with("mode", workload.mode().toString())
                .with("recomputed", workload.recomputation() == Recomputation.NONE ? null : true)
                .with("backend", device.backend())
                .with("device", device.name())
                .with("threads", threads)
                .with("median_ms", medianMillis())
                .with("min_ms", leastMillis())
                .with("gflops", Math.round(gflops() * 1e3) / 1e3)
                .with("allocated_bytes_per_step", timing.allocated())
                .with("peak_bytes", bytes)
                .with("peak_resident_bytes", resident == 0 ? null : resident)
                .with("compile_ms", compileNanos / 1e6)
                .with(
                        "energy_joules_per_step",
                        timing.joules().isPresent() ? timing.joules().getAsDouble() : null)
                .with("machine", MachineFacts.here())
                .with("provenance", provenance());
    }

    private Configuration provenance() {
        return occasion.with("device", device.description())
                .with("dtype", workload.type())
                .with("without", settings.without().stream().sorted().toList())
                .with("warm_up_seconds", settings.warmUp())
                .with("warm_up_steps", timing.warmUpSteps())
                .with("timed_steps", timing.steps())
                .with(
                        "check",
                        Configuration.empty()
                                .with("steps", check.steps())
                                .with("rows", check.rows())
                                .with("error", check.error())
                                .with("limit", check.limit())
                                .with("right", check.holds())
                                .with(
                                        "failure",
                                        check.failure().isEmpty() ? null : check.failure()));
    }
}
