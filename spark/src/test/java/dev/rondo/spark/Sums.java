package dev.rondo.spark;

import dev.rondo.collective.AllReduce;
import dev.rondo.collective.LocalGroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Sums of random numbers, whose bits depend on the order. */
final class Sums {
    private Sums() {}

    /** The bits of the sums of floats and of doubles. */
    static long[] bits(AllReduce group, long seed, int length) {
        Random random = new Random(31 * seed + group.rank());
        double[] doubles = random.doubles(length, -1, 1).toArray();
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = random.nextFloat(-1, 1);
        }
        group.sum(floats);
        group.sum(doubles);
        return LongStream.range(0, 2L * length)
                .map(
                        i ->
                                i < length
                                        ? Float.floatToRawIntBits(floats[(int) i])
                                        : Double.doubleToRawLongBits(doubles[(int) i - length]))
                .toArray();
    }

    /** The same of threads, in the order of ranks. */
    static List<long[]> ofThreads(int size, long seed, int length) {
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            List<Future<long[]>> all = new ArrayList<>();
            for (AllReduce member : LocalGroup.of(size, Duration.ofSeconds(30))) {
                all.add(threads.submit(() -> bits(member, seed, length)));
            }
            List<long[]> results = new ArrayList<>();
            for (Future<long[]> f : all) {
                results.add(f.get());
            }
            return results;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The same of a group on Spark. */
    static List<long[]> ofSpark(SparkGroup group, long seed, int length) {
        return group.run(member -> bits(member.group(), seed, length));
    }
}
