package dev.rondo.models.training;

import java.util.List;

/**
 * The learning rate as a function of the step alone, so that a resumed run goes on with the same
 * rates. The schedules here are records; {@code toString} says what they do.
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of one update.
     *
     * @param step number of the update, from 0
     */
    double at(long step);

    /** A rate that never changes. */
    static LearningRate constant(double rate) {
        return new Constant(rate);
    }

    /**
     * Half a cosine wave from {@code rate} to {@code floor} over {@code steps}, then {@code floor}.
     */
    static LearningRate cosine(double rate, double floor, long steps) {
        return new Cosine(rate, floor, steps);
    }

    /** A smooth decay by {@code factor} in every {@code steps}. */
    static LearningRate exponential(double rate, double factor, long steps) {
        return new Exponential(rate, factor, steps);
    }

    /** A decay by {@code factor} at each of the given steps. */
    static LearningRate stepped(double rate, double factor, List<Long> at) {
        return new Stepped(rate, factor, at);
    }

    /**
     * A decay by {@code factor} at step {@code from} and again after every {@code steps} (Zaremba
     * et al. 2014, section 4; halved by Sutskever et al. 2014, section 3.4).
     */
    static LearningRate decayedFrom(long from, double rate, double factor, long steps) {
        return new DecayedFrom(from, rate, factor, steps);
    }

    /**
     * This schedule with a warm-up: the first rates rise in a straight line from a fraction of the
     * schedule's rate to the full rate. The schedule itself is not delayed.
     *
     * @param steps updates until the full rate; 0 for no warm-up
     */
    default LearningRate warmedUp(long steps) {
        return steps == 0 ? this : new WarmedUp(this, steps);
    }

    /**
     * A rate that never changes.
     *
     * @param rate above 0
     */
    record Constant(double rate) implements LearningRate {
        /** Checks the rate. */
        public Constant {
            checkRate(rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }

    /**
     * Half a cosine wave.
     *
     * @param rate at the first step
     * @param floor from {@code steps} on
     * @param steps length of the wave
     */
    record Cosine(double rate, double floor, long steps) implements LearningRate {
        /** Checks the rates and the length. */
        public Cosine {
            checkRate(rate);
            checkSteps(steps);
            if (!(floor >= 0 && floor <= rate)) {
                throw new IllegalArgumentException(
                        "the floor must lie between 0 and the rate " + rate + ", got " + floor);
            }
        }

        @Override
        public double at(long step) {
            double done = Math.min(1, (double) step / steps);
            return floor + (rate - floor) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * done));
        }
    }

    /**
     * Exponential decay.
     *
     * @param rate at the first step
     * @param factor what remains of the rate after {@code steps}, above 0 and at most 1
     * @param steps length of one decay
     */
    record Exponential(double rate, double factor, long steps) implements LearningRate {
        /** Checks rate, factor and length. */
        public Exponential {
            checkRate(rate);
            checkFactor(factor);
            checkSteps(steps);
        }

        @Override
        public double at(long step) {
            return rate * StrictMath.pow(factor, (double) step / steps);
        }
    }

    /**
     * Decay at given steps.
     *
     * @param rate before the first of them
     * @param factor applied at each, above 0 and at most 1
     * @param at the steps, in any order
     */
    record Stepped(double rate, double factor, List<Long> at) implements LearningRate {
        /** Checks rate and factor, copies the steps. */
        public Stepped {
            checkRate(rate);
            checkFactor(factor);
            at = List.copyOf(at);
        }

        @Override
        public double at(long step) {
            double r = rate;
            for (long s : at) {
                r = s <= step ? r * factor : r;
            }
            return r;
        }
    }

    /**
     * A constant rate, then decay at equal intervals.
     *
     * @param from the first step with a lower rate
     * @param rate before that step
     * @param factor applied at each decay, above 0 and at most 1
     * @param steps from one decay to the next
     */
    record DecayedFrom(long from, double rate, double factor, long steps) implements LearningRate {
        /** Checks start, rate, factor and interval. */
        public DecayedFrom {
            checkRate(rate);
            checkFactor(factor);
            checkSteps(steps);
            if (from < 0) {
                throw new IllegalArgumentException(
                        "a decay cannot begin before step 0, got " + from);
            }
        }

        @Override
        public double at(long step) {
            return step < from ? rate : rate * StrictMath.pow(factor, 1 + (step - from) / steps);
        }
    }

    /**
     * A linear rise at the start of a schedule.
     *
     * @param then the schedule
     * @param steps length of the rise
     */
    record WarmedUp(LearningRate then, long steps) implements LearningRate {
        /** Checks the length. */
        public WarmedUp {
            checkSteps(steps);
        }

        @Override
        public double at(long step) {
            return then.at(step) * Math.min(1, (step + 1.0) / steps);
        }
    }

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a learning rate must be above 0 and finite, got " + rate);
        }
    }

    private static void checkFactor(double factor) {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException(
                    "a decay factor must be above 0 and at most 1, got " + factor);
        }
    }

    private static void checkSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "a schedule must last at least one step, got " + steps);
        }
    }
}
