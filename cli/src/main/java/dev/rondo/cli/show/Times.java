package dev.rondo.cli.show;

import java.time.Duration;

/** Durations for people. */
public final class Times {
    private Times() {}

    /** Such as 2:05 or 1:02:05. */
    public static String clock(Duration d) {
        return d.toHours() > 0
                ? "%d:%02d:%02d".formatted(d.toHours(), d.toMinutesPart(), d.toSecondsPart())
                : "%d:%02d".formatted(d.toMinutes(), d.toSecondsPart());
    }
}
