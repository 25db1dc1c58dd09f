package dev.rondo.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.collective.Groups.Transport;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class AllReduceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Values of very different size: any other order of a sum would give other bits. */
    private static double[] values(int rank, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed + rank);
        return random.doubles(n, -1, 1).map(x -> x * Math.pow(10, random.nextInt(-8, 8))).toArray();
    }

    private static float[] floats(double[] of) {
        float[] floats = new float[of.length];
        for (int i = 0; i < of.length; i++) {
            floats[i] = (float) of[i];
        }
        return floats;
    }

    private static void check(Transport transport, int size, int n, long seed, int rounds) {
        List<List<Object>> results =
                Groups.run(
                        transport,
                        size,
                        PATIENCE,
                        member -> {
                            assertThat(member.size()).isEqualTo(size);
                            List<Object> all = new ArrayList<>();
                            for (int round = 0; round < rounds; round++) {
                                double[] wide = values(member.rank(), n, seed + 100L * round);
                                float[] narrow = floats(wide);
                                member.sum(narrow);
                                member.sum(wide);
                                all.add(narrow);
                                all.add(wide);
                            }
                            return all;
                        });
        assertThat(results).hasSize(size);
        for (int round = 0; round < rounds; round++) {
            double[] wide = values(0, n, seed + 100L * round);
            float[] narrow = floats(wide);
            for (int r = 1; r < size; r++) {
                double[] theirs = values(r, n, seed + 100L * round);
                float[] few = floats(theirs);
                for (int i = 0; i < n; i++) {
                    wide[i] += theirs[i];
                    narrow[i] += few[i];
                }
            }
            for (List<Object> of : results) {
                assertThat(Arrays.equals((float[]) of.get(2 * round), narrow)).isTrue();
                assertThat(Arrays.equals((double[]) of.get(2 * round + 1), wide)).isTrue();
            }
        }
    }

    @Property(tries = 40)
    void sumsAreTakenInTheOrderOfRanksWhateverCarriesThem(
            @ForAll Transport transport,
            @ForAll @IntRange(min = 1, max = 5) int size,
            @ForAll @IntRange(min = 0, max = 40) int n,
            @ForAll long seed) {
        check(transport, size, n, seed, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "THREADS, 1, 1000003",
        "THREADS, 3, 131101",
        "THREADS, 5, 1000003",
        "TCP, 1, 1000003",
        "TCP, 2, 1000003",
        "TCP, 3, 131101",
        "TCP, 4, 131072",
        "TCP, 5, 1000003"
    })
    void largeArraysAreSummedChunkByChunk(Transport transport, int size, int n) {
        check(transport, size, n, 5, 2);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void membersThatSumDifferentArraysAreTold(Transport transport) {
        assertThatThrownBy(
                        () ->
                                Groups.run(
                                        transport,
                                        3,
                                        PATIENCE,
                                        m -> {
                                            m.sum(new float[m.rank() == 1 ? 7 : 8]);
                                            return 0;
                                        }))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("all members must sum the same");
        assertThatThrownBy(
                        () ->
                                Groups.run(
                                        transport,
                                        2,
                                        PATIENCE,
                                        m -> {
                                            if (m.rank() == 0) {
                                                m.sum(new float[4]);
                                            } else {
                                                m.sum(new double[4]);
                                            }
                                            return 0;
                                        }))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("4 numbers in F64")
                .hasMessageContaining("4 numbers in F32");
    }

    private static CollectiveException failureOfSum(AllReduce member) throws Exception {
        return Groups.failing(
                        () -> {
                            member.sum(new float[100_000]);
                            return 0;
                        })
                .call();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoDoesNotComeIsNamed(Transport transport) {
        List<CollectiveException> failures =
                Groups.run(
                        transport,
                        4,
                        Duration.ofMillis(700),
                        m -> {
                            if (m.rank() == 2) {
                                Thread.sleep(Duration.ofMillis(2500));
                                return null;
                            }
                            return failureOfSum(m);
                        });
        for (int r : new int[] {0, 1, 3}) {
            assertThat(failures.get(r).culprit()).as(failures.get(r).getMessage()).hasValue(2);
            assertThat(failures.get(r)).hasMessageContaining("rank 2");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoLeavesIsNamed(Transport transport) {
        List<CollectiveException> failures =
                Groups.run(
                        transport,
                        4,
                        PATIENCE,
                        m -> {
                            m.sum(new double[3]);
                            if (m.rank() == 1) {
                                return null; // closed at once
                            }
                            return failureOfSum(m);
                        });
        for (int r : new int[] {0, 2, 3}) {
            assertThat(failures.get(r).culprit()).as(failures.get(r).getMessage()).hasValue(1);
        }
    }

    @Test
    void anInterruptedMemberStops() {
        List<AllReduce> members = LocalGroup.of(2, PATIENCE);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> members.get(0).sum(new float[1]))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("rank 0 was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> members.get(1).sum(new float[1]))
                .hasMessageContaining("rank 0 was interrupted");
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> LocalGroup.of(0, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 member, got 0");
        assertThatThrownBy(() -> LocalGroup.of(2, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 0");
        AllReduce one = AllReduce.alone();
        float[] same = {1, 2};
        one.sum(same);
        assertThat(same).containsExactly(1, 2);
        assertThat(one.rank()).isZero();
        assertThat(one.size()).isOne();
    }
}
