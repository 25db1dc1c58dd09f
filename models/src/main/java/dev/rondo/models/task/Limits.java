package dev.rondo.models.task;

import java.time.Duration;

/**
 * When training ends, whichever limit is reached first.
 *
 * @param steps updates in all, including those before a resumption; 0 for no limit
 * @param minutes time of this command's training; 0 for no limit
 */
public record Limits(long steps, double minutes) {
    /** Checks the values. */
    public Limits {
        Values.atLeast("--steps", steps, 0);
        Values.notNegative("--minutes", minutes);
    }

    /** A limit on updates. */
    public static Limits steps(long steps) {
        return new Limits(steps, 0);
    }

    /** A limit on time. */
    public static Limits minutes(double minutes) {
        return new Limits(0, minutes);
    }

    /** Whether the time is limited. */
    public boolean timed() {
        return minutes > 0;
    }

    /** The limit on time, of at least a millisecond. */
    public Duration time() {
        return Duration.ofMillis(Math.max(1, (long) Math.min(minutes * 60_000, 1e15)));
    }
}
