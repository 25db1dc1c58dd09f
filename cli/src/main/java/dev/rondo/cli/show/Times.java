package dev.rondo.cli.show;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
public final class Times {
    private Times() {}

    /** Text such as 2:05 or 1:02:05. */
    public static String clock(Duration d) {
        return d.toHours() > 0
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        d.toHours(),
                        d.toMinutesPart(),
                        d.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }
}
