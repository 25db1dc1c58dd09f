package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** A cluster of two processes, each with one core. */
class ClusterTest {
    private static SparkContext context;

    @BeforeAll
    static void start() {
        context = Contexts.cluster();
    }

    private static SparkGroup group(int size) {
        return SparkGroup.of(context, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sums_have_the_bits_of_threads(int size) {
        assertThat(Sums.ofSpark(group(size), 1, 100_003))
                .usingRecursiveComparison()
                .isEqualTo(Sums.ofThreads(size, 1, 100_003));
    }

    @Test
    void members_are_processes_with_the_module_of_vectors() {
        record Seen(long process, boolean hasVectors) implements Serializable {}
        List<Seen> seen =
                group(2).run(
                                m ->
                                        new Seen(
                                                ProcessHandle.current().pid(),
                                                ModuleLayer.boot()
                                                        .findModule("jdk.incubator.vector")
                                                        .isPresent()));
        assertThat(seen).extracting(Seen::hasVectors).containsOnly(true);
        assertThat(seen)
                .extracting(Seen::process)
                .doesNotHaveDuplicates()
                .doesNotContain(ProcessHandle.current().pid());
    }

    @Test
    void a_group_whose_executor_is_killed_is_tried_again() {
        List<long[]> sums =
                group(2).run(
                                m -> {
                                    if (m.attempt() == 0 && m.rank() == 1) {
                                        Runtime.getRuntime().halt(3);
                                    }
                                    long[] bits = Sums.bits(m.group(), 5, 1000);
                                    bits[0] += m.attempt();
                                    return bits;
                                });
        List<long[]> expected = Sums.ofThreads(2, 5, 1000);
        expected.forEach(e -> e[0]++); // the second attempt
        assertThat(sums).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void what_a_member_throws_names_its_rank() {
        var e =
                catchThrowableOfType(
                        SparkGroupException.class,
                        () ->
                                group(2).run(
                                                m -> {
                                                    if (m.rank() == 1) {
                                                        throw new IllegalStateException("no data");
                                                    }
                                                    m.group().sum(new float[3]);
                                                    return 0;
                                                }));
        assertThat(e.culprit()).hasValue(1);
        assertThat(e)
                .hasMessage(
                        "rank 1 of 2 on 127.0.0.1 failed: java.lang.IllegalStateException: no"
                                + " data");
    }

    @Test
    void too_few_slots_are_an_error() {
        assertThatThrownBy(() -> group(3).withStart(Duration.ofMillis(1)).run(m -> 0))
                .isInstanceOf(SparkGroupException.class)
                .hasMessageStartingWith(
                        "a group of 3 members needs as many slots at once, but"
                                + " local-cluster[2,1,1024] has ");
    }
}
