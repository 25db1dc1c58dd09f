package dev.rondo.cli.bench;

import com.sun.management.ThreadMXBean;

import dev.rondo.cli.machine.EnergyMeter;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The times of a program's steps after the warm-up.
 *
 * @param warmUpSteps number of steps before the timing, until HotSpot had compiled everything
 * @param steps number of timed steps
 * @param median median time of a step, in nanoseconds
 * @param least shortest time of a step, in nanoseconds
 * @param allocated bytes that a step allocates on the heap, all threads of the JVM together: the
 *     median over further steps
 * @param joules energy of a step: that of all timed steps and of all else that the processor
 *     packages did meanwhile, by the number of steps; empty when it is not exposed
 */
record Timing(
        long warmUpSteps,
        int steps,
        double median,
        double least,
        long allocated,
        OptionalDouble joules) {
    /** The least number of steps that are timed, however long they take. */
    private static final int FEWEST_STEPS = 3;

    private static final int ALLOCATION_STEPS = 15;
    private static final double ALLOCATION_SECONDS = 0.5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Times a step.
     *
     * @param warmUp seconds that are not timed; at least one step
     * @param seconds seconds of timed steps; at least three steps
     * @param stop asked between steps; true ends the timing early
     */
    static Timing of(Runnable step, double warmUp, double seconds, BooleanSupplier stop) {
        return timed(step, warmUp, seconds, stop).with(allocation(step, stop));
    }

    /** Times the warm step again. */
    Timing again(Runnable step, double seconds, BooleanSupplier stop) {
        return timed(step, 0, seconds, stop).with(allocation(step, stop));
    }

    private Timing with(long bytes) {
        return new Timing(warmUpSteps, steps, median, least, bytes, joules);
    }

    private static Timing timed(
            Runnable step, double warmUp, double seconds, BooleanSupplier stop) {
        long warmUpSteps = 0;
        long begin = System.nanoTime();
        do {
            step.run();
            warmUpSteps++;
        } while (System.nanoTime() - begin < warmUp * 1e9 && !stop.getAsBoolean());
        long[] times = new long[1024];
        int steps = 0;
        EnergyMeter.Count energy = EnergyMeter.here().start();
        begin = System.nanoTime();
        do {
            if (steps == times.length) {
                times = Arrays.copyOf(times, 2 * steps);
            }
            long start = System.nanoTime();
            step.run();
            times[steps++] = System.nanoTime() - start;
        } while ((steps < FEWEST_STEPS || System.nanoTime() - begin < seconds * 1e9)
                && !stop.getAsBoolean());
        OptionalDouble all = energy.joules();
        OptionalDouble each = all.isPresent() ? OptionalDouble.of(all.getAsDouble() / steps) : all;
        Arrays.sort(times, 0, steps);
        return new Timing(warmUpSteps, steps, median(times, steps), times[0], 0, each);
    }

    private static double median(long[] sorted, int n) {
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    }

    private static long allocation(Runnable step, BooleanSupplier stop) {
        long[] bytes = new long[ALLOCATION_STEPS];
        int n = 0;
        long begin = System.nanoTime();
        do {
            // the query itself allocates
            long before = THREADS.getTotalThreadAllocatedBytes();
            long start = THREADS.getTotalThreadAllocatedBytes();
            step.run();
            long end = THREADS.getTotalThreadAllocatedBytes();
            bytes[n++] = Math.max(0, end - start - (start - before));
        } while (n < bytes.length
                && System.nanoTime() - begin < ALLOCATION_SECONDS * 1e9
                && !stop.getAsBoolean());
        Arrays.sort(bytes, 0, n);
        return bytes[n / 2];
    }
}
