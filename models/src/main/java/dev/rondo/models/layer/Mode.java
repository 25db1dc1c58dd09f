package dev.rondo.models.layer;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an entry is traced for. In training, layers may draw random numbers (dropout, sampled
 * inputs); in evaluation they draw none and are deterministic functions of their inputs.
 */
public sealed interface Mode {
    /** Evaluation: nothing is drawn. */
    static Mode evaluating() {
        return new Evaluating();
    }

    /**
     * Training: declares the input {@value Training#KEY}, I32 [3], from which all random numbers of
     * a run follow; {@link Training#key} makes it. One call for an entry.
     */
    static Mode training(Trace trace) {
        return new Training(trace.input(Training.KEY, DType.I32, 3), new AtomicInteger());
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

        private final Tensor key;
        private final AtomicInteger sites;

        private Training(Tensor key, AtomicInteger sites) {
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
         * This for one step of a loop, with numbers of its own for each.
         *
         * @param time number of the step, an I32 scalar
         */
        public Training at(Tensor time) {
            Tensor place = time.graph().constant(Array.of(new int[] {0, 0, 1}, 3));
            return new Training(key.plus(place.times(time)), sites);
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
            Tensor bits = Functions.randomBits(key, shape, sites.getAndIncrement());
            if (probability == 1) {
                return bits.equalTo(bits);
            }
            // bits are uniform over all I32; an integer comparison drops the same elements in every
            // float type
            return bits.lessThan((int) (Math.round(probability * 0x1p32) + Integer.MIN_VALUE));
        }
    }
}
