package dev.rondo.spark;

import org.apache.spark.SparkContext;

import java.time.Duration;

/** How many tasks of an application can run at once. */
final class Slots {
    private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

    /** Between two looks at executors that may still come, in milliseconds. */
    private static final long PAUSE = 50;

    private Slots() {}

    /** Fails where executors come and go, since the members of a group stay. */
    static void refuseDynamicAllocation(SparkContext context) {
        if (context.getConf().getBoolean(DYNAMIC, false)) {
            throw failure(
                    "the members of a group run all the time, so Spark must not take executors"
                            + " away; set "
                            + DYNAMIC
                            + "=false and say how many executors there are");
        }
    }

    /** Waits for as many as are wanted. */
    static void await(SparkContext context, int wanted, Duration patience) {
        long begin = System.nanoTime();
        int there = count(context);
        while (there < wanted) {
            // those of a local master are all there from the beginning
            boolean late = System.nanoTime() - begin > patience.toNanos();
            if (late || context.isLocal()) {
                throw tooFew(context, wanted, there);
            }
            pause();
            there = count(context);
        }
    }

    private static int count(SparkContext context) {
        return context.maxNumConcurrentTasks(
                context.resourceProfileManager().defaultResourceProfile());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while executors were awaited");
        }
    }

    private static SparkGroupException tooFew(SparkContext context, int wanted, int there) {
        return failure(
                "a group of "
                        + wanted
                        + " members needs as many slots at once, but "
                        + context.master()
                        + " has "
                        + there
                        + " (cores of all executors / spark.task.cpus, which is "
                        + context.getConf().get("spark.task.cpus", "1")
                        + "). Ask for a smaller group, or give Spark more executors or cores");
    }

    private static SparkGroupException failure(String message) {
        return new SparkGroupException(-1, message, null);
    }
}
