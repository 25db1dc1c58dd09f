package dev.rondo.cli.task;

import java.time.Duration;

/**
 * When training ends, whichever comes first.
 *
 * @param steps updates in all, those before a resumption included; 0 for no limit
 * @param minutes time of this command's training; 0 for no limit
 */
public record Limits(long steps, double minutes) {
    /** Checks the values. */
    public Limits {
        Values.atLeast("--steps", steps, 0);
        Values.notNegative("--minutes", minutes);
    }

    /** So many updates. */
    public static Limits steps(long steps) {
        return new Limits(steps, 0);
    }

    /** So much time. */
    public static Limits minutes(double minutes) {
        return new Limits(0, minutes);
    }

    /** Whether training may take only so long. */
    boolean timed() {
        return minutes > 0;
    }

    /** The time there is. */
    Duration time() {
        return Duration.ofMillis(Math.max(1, (long) Math.min(minutes * 60_000, 1e15)));
    }
}
