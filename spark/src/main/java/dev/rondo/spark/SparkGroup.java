package dev.rondo.spark;

import dev.rondo.backend.Backends;
import dev.rondo.spark.Outcome.Failure;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;

import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A group of members that compute together on a Spark cluster. Each is a task of one barrier stage,
 * so all of them run at the same time. They exchange their addresses once, and then form a ring
 * ({@link dev.rondo.collective.RingPlace}) with a secret that the driver draws.
 *
 * <pre>{@code
 * List<Double> sums =
 *         SparkGroup.of(session.sparkContext(), 4)
 *                 .run(
 *                         member -> {
 *                             double[] values = {member.rank()};
 *                             member.group().sum(values);
 *                             return values[0];
 *                         });
 * }</pre>
 *
 * <p>What a member throws ends the group: the driver gets a {@link SparkGroupException} that names
 * the rank and the reason. What the network or an executor's death does to a group is tried again
 * as a whole, and {@link Member#attempt()} counts.
 *
 * <p>The ring is not encrypted, whatever Spark's own connections are.
 *
 * @param context the application's
 * @param size the number of members
 * @param backend what {@link Member#openBackend()} opens, as {@link Backends#open(String)} takes it
 * @param patience how long a member waits for the others, when it joins and in each sum
 * @param start how long the driver waits for executors, before each attempt
 * @param attempts how often the group is tried
 */
public record SparkGroup(
        SparkContext context,
        int size,
        String backend,
        Duration patience,
        Duration start,
        int attempts) {
    private static final System.Logger LOG = System.getLogger(SparkGroup.class.getName());

    private static final int SECRET = 32;

    /** What Spark calls the failure of a job that somebody ended. */
    private static final String CANCELED = "SPARK_JOB_CANCELLED";

    /** Checks the numbers. */
    public SparkGroup {
        atLeast1("the size of a group", size);
        atLeast1("the number of attempts", attempts);
    }

    private static void atLeast1(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + number);
        }
    }

    /**
     * A group with the best backend on the CPU, whose members wait 5 minutes for each other; it is
     * tried up to 4 times, each time with up to 1 minute for executors to come.
     */
    public static SparkGroup of(SparkContext context, int size) {
        return new SparkGroup(
                context, size, Backends.AUTO, Duration.ofMinutes(5), Duration.ofMinutes(1), 4);
    }

    /** This group with another backend: {@code name}, {@code name:device} or {@code auto}. */
    public SparkGroup withBackend(String backend) {
        return new SparkGroup(context, size, backend, patience, start, attempts);
    }

    /** This group with another time that members wait for each other. */
    public SparkGroup withPatience(Duration patience) {
        return new SparkGroup(context, size, backend, patience, start, attempts);
    }

    /** This group with another time that the driver waits for executors. */
    public SparkGroup withStart(Duration start) {
        return new SparkGroup(context, size, backend, patience, start, attempts);
    }

    /** This group with another number of attempts. */
    public SparkGroup withAttempts(int attempts) {
        return new SparkGroup(context, size, backend, patience, start, attempts);
    }

    /**
     * Runs a task as every member.
     *
     * @return what each member came to, in the order of ranks
     * @throws SparkGroupException when there are fewer slots than members, when Spark may take
     *     executors away, when a member throws an exception, or when the last attempt fails
     */
    public <R> List<R> run(MemberTask<R> task) {
        Slots.refuseDynamicAllocation(context);
        for (int attempt = 0; ; attempt++) {
            Slots.await(context, size, start);
            SparkGroupException why;
            try {
                return results(outcomes(task, attempt));
            } catch (LostException e) {
                why = new SparkGroupException(e.rank, e.getMessage(), e.getCause());
            }
            if (attempt + 1 == attempts) {
                throw why;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "attempt "
                            + attempt
                            + " of a group failed, and is tried again: "
                            + why.getMessage());
        }
    }

    /** An attempt that failed through no fault of the task. */
    private static final class LostException extends Exception {
        private static final long serialVersionUID = 1;

        private final int rank;

        LostException(int rank, String message, Throwable cause) {
            super(message, cause);
            this.rank = rank;
        }
    }

    private List<Outcome> outcomes(MemberTask<?> task, int attempt) throws LostException {
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        List<Integer> ranks = IntStream.range(0, size).boxed().toList();
        ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
        RDD<byte[]> stage =
                JavaSparkContext.fromSparkContext(context)
                        .parallelize(ranks, size)
                        .rdd()
                        .barrier()
                        .mapPartitions(
                                new BarrierTask<>(task, attempt, backend, patience, secret),
                                false,
                                bytes);
        byte[][] packed;
        try {
            packed = (byte[][]) stage.collect();
        } catch (Exception e) {
            // one of them is checked, which Scala does not declare
            String why = e.getMessage();
            if (e instanceof SparkException s && CANCELED.equals(s.getCondition())) {
                throw new SparkGroupException(-1, why, e);
            }
            throw new LostException(-1, why, e);
        }
        return Arrays.stream(packed).map(Parcels::unpack).toList();
    }

    @SuppressWarnings("unchecked") // each is what the task came to
    private <R> List<R> results(List<Outcome> outcomes) throws LostException {
        List<Failure> failures = new ArrayList<>();
        List<R> results = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Result(Object value) -> results.add((R) value);
                case Failure f -> failures.add(f);
            }
        }
        for (Failure f : failures) {
            if (f.isCause()) {
                throw f.exception(size);
            }
        }
        if (!failures.isEmpty()) {
            SparkGroupException first = failures.getFirst().exception(size);
            throw new LostException(failures.getFirst().rank(), first.getMessage(), first);
        }
        return results;
    }
}
