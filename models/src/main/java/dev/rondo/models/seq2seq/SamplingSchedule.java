package dev.rondo.models.seq2seq;

import dev.rondo.array.DType;
import dev.rondo.models.training.Batches;

/**
 * The probability that a decoder reads the target's previous symbol, ε_i, in update i of training
 * with scheduled sampling (Bengio et al. 2015, section 2.4); otherwise it reads what it would have
 * written itself. It depends on the update alone, so a resumed run continues with the same values.
 */
public sealed interface SamplingSchedule {
    /**
     * ε_i.
     *
     * @param step number i of the update, from 0
     */
    double truth(long step);

    /**
     * Batches with one input more, the probability 1 − ε_i under the name {@link
     * EncoderDecoder#SAMPLING_PROBABILITY}.
     *
     * @param dtype float type of the model
     */
    default Batches feeding(Batches batches, DType dtype) {
        return new ScheduledBatches(this, batches, dtype);
    }

    /**
     * ε_i = max(ε, k − c·i).
     *
     * @param start k, at most 1
     * @param slope c, 0 or above
     * @param floor ε, the least truth the model is given
     */
    record Linear(double start, double slope, double floor) implements SamplingSchedule {
        /** Checks the values. */
        public Linear {
            if (!(start <= 1
                    && floor >= 0
                    && floor <= start
                    && slope >= 0
                    && slope < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a linear schedule needs 0 <= floor <= start <= 1 and a finite slope of"
                                + " 0 or above, got floor "
                                + floor
                                + ", start "
                                + start
                                + ", slope "
                                + slope);
            }
        }

        @Override
        public double truth(long step) {
            return Math.max(floor, start - slope * step);
        }
    }

    /**
     * ε_i = kⁱ.
     *
     * @param base k, below 1
     */
    record Exponential(double base) implements SamplingSchedule {
        /** Checks the value. */
        public Exponential {
            if (!(base >= 0 && base < 1)) {
                throw new IllegalArgumentException(
                        "an exponential schedule needs a base from 0 to below 1, got " + base);
            }
        }

        @Override
        public double truth(long step) {
            return StrictMath.pow(base, step);
        }
    }

    /**
     * ε_i = k / (k + exp(i / k)).
     *
     * @param k 1 or above: the larger, the later and slower ε falls
     */
    record InverseSigmoid(double k) implements SamplingSchedule {
        /** Checks the value. */
        public InverseSigmoid {
            if (!(k >= 1 && k < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "an inverse sigmoid schedule needs a finite k of 1 or above, got " + k);
            }
        }

        @Override
        public double truth(long step) {
            return k / (k + StrictMath.exp(step / k));
        }
    }
}
