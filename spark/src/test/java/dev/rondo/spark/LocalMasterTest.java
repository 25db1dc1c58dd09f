package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a group refuses, and how it ends; its members are threads of this JVM. */
class LocalMasterTest {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final CountDownLatch RUNNING = new CountDownLatch(2);
    private static SparkContext context;

    /** Two members of two cores; results are sent by a serializer that knows few classes. */
    @BeforeAll
    static void start() {
        context =
                Contexts.of(
                        "local[4]",
                        Map.of(
                                "spark.task.cpus",
                                "2",
                                "spark.serializer",
                                "org.apache.spark.serializer.KryoSerializer",
                                "spark.kryo.registrationRequired",
                                "true"));
    }

    private static SparkGroup group(int size) {
        return SparkGroup.of(context, size);
    }

    @Test
    void results_come_in_the_order_of_ranks() {
        record Seen(int rank, int size, int attempt, int threads, String backend)
                implements Serializable {}
        List<Seen> seen =
                group(2).withBackend("scalar")
                        .run(
                                m ->
                                        new Seen(
                                                m.rank(),
                                                m.size(),
                                                m.attempt(),
                                                m.threads(),
                                                m.backend()));
        assertThat(seen)
                .containsExactly(new Seen(0, 2, 0, 2, "scalar"), new Seen(1, 2, 0, 2, "scalar"));
    }

    @Test
    void results_may_be_null() {
        assertThat(group(1).<String>run(m -> null)).containsExactly((String) null);
    }

    @Test
    void too_few_slots_are_an_error() {
        assertThatThrownBy(() -> group(3).run(m -> 0))
                .isInstanceOf(SparkGroupException.class)
                .hasMessage(
                        "a group of 3 members needs as many slots at once, but local[4] has 2"
                                + " (cores of all executors / spark.task.cpus, which is 2). Ask"
                                + " for a smaller group, or give Spark more executors or cores");
    }

    @Test
    void a_group_has_members_and_attempts() {
        assertThatThrownBy(() -> group(0))
                .hasMessage("the size of a group must be at least 1, got 0");
        assertThatThrownBy(() -> group(1).withAttempts(0))
                .hasMessage("the number of attempts must be at least 1, got 0");
    }

    @Test
    void what_a_member_throws_names_its_rank_and_is_not_tried_again() {
        RUNS.set(0);
        var e =
                catchThrowableOfType(
                        SparkGroupException.class,
                        () ->
                                group(2).run(
                                                m -> {
                                                    RUNS.incrementAndGet();
                                                    if (m.rank() == 1) {
                                                        throw new IllegalStateException("no data");
                                                    }
                                                    m.group().sum(new float[3]);
                                                    return 0;
                                                }));
        assertThat(e.culprit()).hasValue(1);
        assertThat(e)
                .hasMessage(
                        "rank 1 of 2 on localhost failed: java.lang.IllegalStateException: no"
                                + " data");
        assertThat(e.getCause().getStackTrace()[0].getClassName())
                .isEqualTo(LocalMasterTest.class.getName());
        assertThat(RUNS).hasValue(2);
    }

    @Test
    void a_result_that_cannot_be_sent_is_an_error() {
        assertThatThrownBy(() -> group(2).run(m -> m.rank() == 0 ? "sent" : new Object()))
                .isInstanceOf(SparkGroupException.class)
                .hasMessageStartingWith(
                        "rank 1 of 2 on localhost failed: java.io.NotSerializableException:"
                                + " java.lang.Object");
    }

    @Test
    void what_the_group_does_to_a_member_is_tried_again() {
        List<Integer> attempts =
                group(2).run(
                                m -> {
                                    if (m.attempt() == 0 && m.rank() == 1) {
                                        return -1; // leaves the other alone
                                    }
                                    m.group().sum(new double[1]);
                                    return m.attempt();
                                });
        assertThat(attempts).containsExactly(1, 1);
    }

    @Test
    void the_last_attempt_says_why() {
        RUNS.set(0);
        assertThatThrownBy(
                        () ->
                                group(2).withAttempts(2)
                                        .run(
                                                m -> {
                                                    RUNS.incrementAndGet();
                                                    if (m.rank() == 0) {
                                                        m.group().sum(new double[1]);
                                                    }
                                                    return 0;
                                                }))
                .isInstanceOf(SparkGroupException.class)
                .hasMessageStartingWith("rank 0 of 2 on localhost failed: ")
                .hasMessageContaining("CollectiveException: rank 1 ");
        assertThat(RUNS).hasValue(4);
    }

    @Test
    void a_group_that_is_canceled_ends() throws InterruptedException {
        RUNS.set(0);
        CompletableFuture<List<Integer>> running =
                CompletableFuture.supplyAsync(
                        () ->
                                group(2).run(
                                                m -> {
                                                    RUNS.incrementAndGet();
                                                    return sumsForever(m);
                                                }));
        RUNNING.await();
        context.cancelAllJobs();
        assertThatThrownBy(running::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(SparkGroupException.class)
                .hasMessageContaining("cancelled");
        assertThat(RUNS).hasValue(2);
        // both have left their slots
        assertThat(group(2).run(Member::rank)).containsExactly(0, 1);
    }

    private static int sumsForever(Member member) {
        RUNNING.countDown();
        while (true) {
            member.group().sum(new float[1]);
        }
    }
}
