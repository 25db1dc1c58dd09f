package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.training.LearningRate;

import java.util.List;
import java.util.Locale;

/**
 * The learning-rate schedule of a training.
 *
 * @param kind kind of schedule
 * @param rate the highest rate
 * @param warmup number of updates over which the rate rises at the beginning
 * @param factor factor of a decay
 * @param every updates between two decays, for {@link Kind#EXPONENTIAL} and {@link Kind#HALVE}
 * @param at for {@link Kind#STEP}, the updates at which the rate decays; for {@link Kind#HALVE},
 *     the first such update, or none to begin after {@code every}
 * @param plateau for {@link Kind#PLATEAU}, the number of evaluations without a best one
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
        /** Half a cosine wave that ends at a twentieth of the rate at the last step. */
        COSINE,
        /** Multiplied by a factor at given steps. */
        STEP,
        /** Multiplied smoothly by a factor over every {@code every} steps. */
        EXPONENTIAL,
        /** Multiplied by a factor at a step, and again after every {@code every} steps. */
        HALVE,
        /** Multiplied by a factor whenever evaluations stop improving. */
        PLATEAU;

        /** The schedule of that name, as in commands and files. */
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
            throw new SettingException("--decay must be below 1, got " + factor);
        }
        Values.atLeast("--decay-every", every, 1);
        at.forEach(step -> Values.atLeast("--decay-at", step, 1));
        Values.atLeast("--plateau", plateau, 1);
        if (kind == Kind.STEP && at.isEmpty()) {
            throw new SettingException(
                    "--schedule step needs --decay-at with the steps, such as --decay-at 1000,2000");
        }
        if (kind == Kind.HALVE && at.size() > 1) {
            throw new SettingException(
                    "--schedule halve takes one --decay-at, the step of the first decay; got "
                            + at);
        }
    }

    /** Half a cosine wave after a warm-up. */
    public static ScheduleSettings cosine(double rate, long warmup) {
        return new ScheduleSettings(Kind.COSINE, rate, warmup, 0.5, 1000, List.of(), 3);
    }

    /** The same schedule with another rate. */
    public ScheduleSettings rate(double other) {
        return new ScheduleSettings(kind, other, warmup, factor, every, at, plateau);
    }

    /** Whether the schedule depends on the step at which training ends. */
    boolean endsAtHorizon() {
        return kind == Kind.COSINE;
    }

    /**
     * The rate as a function of the step. On a plateau, the trainer reduces the rate.
     *
     * @param horizon the last step; 0 when it is not known
     */
    public LearningRate toHorizon(long horizon) {
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

    /** Reads the settings. Those of older versions mean a cosine. */
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
