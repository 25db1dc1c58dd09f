package dev.rondo.backend.tornado.schedule;

/**
 * What work costs on a device, roughly: enough to choose between two ways of doing a loop. Times
 * are in microseconds.
 *
 * @param units number of processors that work at the same time, each on one work-group
 * @param task time to start a task
 * @param graph time to start a task graph and to wait for its end
 * @param kernel time to compile a task's kernel, spread over a thousand runs
 * @param barrier time in which the items of a work-group wait for each other
 * @param products multiplications with addition of a unit in a microsecond, within a product
 * @param operations operations on elements of a unit in a microsecond
 * @param loads numbers that a unit reads from memory in a microsecond, when its work-group alone
 *     goes through a whole matrix; those of a CPU come from its cache, in the time of the products
 */
public record Costs(
        int units,
        double task,
        double graph,
        double kernel,
        double barrier,
        double products,
        double operations,
        double loads) {

    /** A processor with some cores, by measurements with PoCL (docs/benchmarks/tornadovm.md). */
    public static Costs cpu(int cores) {
        return new Costs(cores, 60, 60, 150, 0, 3500, 2000, Double.POSITIVE_INFINITY);
    }

    /** A GPU with some multiprocessors. This is an estimate; it was not measured. */
    public static Costs gpu(int multiprocessors) {
        return new Costs(multiprocessors, 10, 50, 0, 0.5, 60_000, 50_000, 12_500);
    }
}
