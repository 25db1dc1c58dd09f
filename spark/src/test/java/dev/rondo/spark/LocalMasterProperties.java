package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.apache.spark.SparkContext;

/** Members that are threads of one JVM. */
class LocalMasterProperties {
    private static SparkContext context;

    @BeforeContainer
    static void start() {
        context = Contexts.local();
    }

    @AfterContainer
    static void stop() {
        context.stop();
    }

    @Property(tries = 4)
    void sums_have_the_bits_of_threads(
            @ForAll @IntRange(min = 1, max = 3) int size,
            @ForAll long seed,
            @ForAll @IntRange(max = 1000) int length) {
        assertThat(Sums.ofSpark(SparkGroup.of(context, size), seed, length))
                .usingRecursiveComparison()
                .isEqualTo(Sums.ofThreads(size, seed, length));
    }
}
