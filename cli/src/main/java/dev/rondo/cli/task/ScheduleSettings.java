package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.training.LearningRate;

import java.util.List;
import java.util.Locale;

/**
 * The learning rate over a training.
 *
 * @param kind how it changes
 * @param rate at its highest
 * @param warmup updates over which it rises at the beginning
 * @param factor by which it is multiplied at a decay
 * @param every updates between two decays, of {@link Kind#EXPONENTIAL} and {@link Kind#HALVE}
 * @param at the updates of {@link Kind#STEP} at which it decays; for {@link Kind#HALVE} the first,
 *     or none to begin after {@code every}
 * @param plateau evaluations without a best of {@link Kind#PLATEAU}
 */
public record ScheduleSettings(
        Kind kind,
        double rate,
        long warmup,
        double factor,
        long every,
        List<Long> at,
        int plateau) {

    /** The schedules by name. */
    public enum Kind {
        /** Always the same. */
        CONSTANT,
        /** Half a cosine wave to a twentieth at the last step. */
        COSINE,
        /** Multiplied by a factor at given steps. */
        STEP,
        /** Multiplied by a factor over every so many steps, smoothly. */
        EXPONENTIAL,
        /** Multiplied by a factor at a step and after every so many since. */
        HALVE,
        /** Multiplied by a factor whenever evaluations get no better. */
        PLATEAU;

        /** The schedule of that name, as commands and files write it. */
        public static Kind named(String name) {
            return Values.named("--schedule", values(), name);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double FLOOR = 0.05;

    /** Checks the values, copies the list. */
    public ScheduleSettings {
        at = List.copyOf(at);
        Values.positiveSingle("--learning-rate", rate);
        Values.atLeast("--warmup", warmup, 0);
        Values.positive("--decay", factor);
        if (factor >= 1) {
            throw new UsageException("--decay must be below 1, got " + factor);
        }
        Values.atLeast("--decay-every", every, 1);
        at.forEach(step -> Values.atLeast("--decay-at", step, 1));
        Values.atLeast("--plateau", plateau, 1);
        if (kind == Kind.STEP && at.isEmpty()) {
            throw new UsageException(
                    "--schedule step needs --decay-at with the steps, such as --decay-at 1000,2000");
        }
        if (kind == Kind.HALVE && at.size() > 1) {
            throw new UsageException(
                    "--schedule halve takes one --decay-at, the step of the first decay; got "
                            + at);
        }
    }

    /** Half a cosine wave after a warm-up. */
    public static ScheduleSettings cosine(double rate, long warmup) {
        return new ScheduleSettings(Kind.COSINE, rate, warmup, 0.5, 1000, List.of(), 3);
    }

    /** These with another rate. */
    public ScheduleSettings rate(double other) {
        return new ScheduleSettings(kind, other, warmup, factor, every, at, plateau);
    }

    /** Whether the schedule depends on the step at which training ends. */
    boolean endsAtHorizon() {
        return kind == Kind.COSINE;
    }

    /**
     * The rate as a function of the step; that of a plateau is the trainer's to reduce.
     *
     * @param horizon the last step; 0 where it is not known
     */
    LearningRate toHorizon(long horizon) {
        LearningRate full =
                switch (kind) {
                    case CONSTANT, PLATEAU -> LearningRate.constant(rate);
                    case COSINE ->
                            horizon == 0
                                    ? LearningRate.constant(rate)
                                    : LearningRate.cosine(rate, FLOOR * rate, horizon);
                    case STEP -> LearningRate.stepped(rate, factor, at);
                    case EXPONENTIAL -> LearningRate.exponential(rate, factor, every);
                    case HALVE ->
                            LearningRate.decayedFrom(
                                    at.isEmpty() ? every : at.getFirst(), rate, factor, every);
                };
        return full.warmedUp(warmup);
    }

    /** These settings added to those of a training. */
    Configuration addTo(Configuration c) {
        return c.with("schedule", kind.toString())
                .with("learning_rate", rate)
                .with("warmup", warmup)
                .with("decay", factor)
                .with("decay_every", every)
                .with("decay_at", at)
                .with("plateau", plateau);
    }

    /** What older versions wrote is a cosine. */
    static ScheduleSettings parse(Configuration c) {
        ScheduleSettings before = cosine(c.number("learning_rate"), c.integer("warmup"));
        return c.has("schedule")
                ? new ScheduleSettings(
                        Kind.named(c.text("schedule")),
                        before.rate,
                        before.warmup,
                        c.number("decay"),
                        c.integer("decay_every"),
                        c.numbers("decay_at").stream().map(Double::longValue).toList(),
                        c.integer("plateau", 1, Integer.MAX_VALUE))
                : before;
    }
}
