package dev.rondo.models.layer;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Part;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The purpose for which an entry is traced. In training, layers may draw random numbers (dropout,
 * sampled inputs); in evaluation they draw none and are deterministic functions of their inputs.
 */
public sealed interface Mode {
    /** Evaluation: nothing is drawn. */
    static Mode evaluating() {
        return new Evaluating();
    }

    /**
     * Training. The first number that is drawn declares the input {@value Training#KEY}, I32 [3],
     * from which all random numbers of a run follow; {@link Training#key} makes it. One call for an
     * entry.
     */
    static Training training(Trace trace) {
        return new Training(new Training.Key(trace), new AtomicInteger());
    }

    /** Nothing is drawn. */
    record Evaluating() implements Mode {}

    /**
     * Random numbers are drawn. Every call draws others: places are numbered in the order of
     * tracing. A call inside a loop's step draws the same numbers at every step, unless it is told
     * the {@linkplain #at time}.
     */
    final class Training implements Mode {
        /** Name of the input. */
        public static final String KEY = "random_key";

        private final Supplier<Tensor> key;
        private final AtomicInteger sites;

        private Training(Supplier<Tensor> key, AtomicInteger sites) {
            this.key = key;
            this.sites = sites;
        }

        /**
         * The key of a step: the same seed and step give the same numbers on every backend and in
         * every type.
         *
         * @param seed the run's seed
         * @param step the update's number, from 0
         */
        public static Array key(long seed, long step) {
            return Array.of(new int[] {Long.hashCode(seed), (int) step, 0}, 3);
        }

        /**
         * A copy for one step of a loop, which draws different numbers at each step.
         *
         * @param time number of the step, an I32 scalar
         * @throws dev.rondo.graph.TraceException when it is none
         */
        public Training at(Tensor time) {
            Part.of("training").wholes("the number of a step", time);
            Tensor place = time.graph().constant(Array.of(new int[] {0, 0, 1}, 3));
            Tensor timed = key.get().plus(place.times(time));
            return new Training(() -> timed, sites);
        }

        /**
         * True with a probability, in steps of 2⁻³².
         *
         * @param probability from 0 to 1
         * @return BOOL of that shape
         */
        public Tensor bernoulli(double probability, Shape shape) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "a probability lies between 0 and 1, got " + probability);
            }
            Tensor bits = Functions.randomBits(key.get(), shape, sites.getAndIncrement());
            long limit = Math.round(probability * 0x1p32);
            if (limit == 1L << 32) { // one more than an I32 holds
                return bits.equalTo(bits);
            }
            // bits are uniform over all I32; an integer comparison drops the same elements in every
            // float type
            return bits.lessThan((int) (limit + Integer.MIN_VALUE));
        }

        /**
         * Uniform numbers between 0 and 1, neither of them, in steps of 2⁻²³: the same in every
         * float type.
         *
         * @return of the graph's float type and that shape
         */
        public Tensor uniform(Shape shape) {
            Tensor bits = Functions.randomBits(key.get(), shape, sites.getAndIncrement());
            // 23 bits and a half: what F32 can hold exactly
            Tensor high = bits.dividedBy(1 << 9).cast(bits.graph().dtype());
            return high.plus(0x1p22 + 0.5).times(0x1p-23);
        }

        /** The input from which all numbers follow. It is declared when it is first needed. */
        private static final class Key implements Supplier<Tensor> {
            private final Trace trace;
            private Tensor input;

            private Key(Trace trace) {
                this.trace = trace;
            }

            @Override
            public Tensor get() {
                if (input == null) {
                    input = trace.input(KEY, DType.I32, 3);
                }
                return input;
            }
        }
    }
}
