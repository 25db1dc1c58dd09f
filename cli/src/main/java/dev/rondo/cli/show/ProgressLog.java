package dev.rondo.cli.show;

import dev.rondo.cli.Console;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Writes a line every few seconds, for logs. */
final class ProgressLog implements Progress {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final Console console;
    private final String task;
    private final String unit;
    private final long total;
    private final long start = System.nanoTime();
    private long shown = start;

    ProgressLog(Console console, String task, String unit, long total) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.total = total;
    }

    @Override
    public void to(long done, Supplier<String> message) {
        long now = System.nanoTime();
        if (now - shown >= INTERVAL_NANOS) {
            shown = now;
            Duration elapsed = Duration.ofNanos(now - start);
            console.note(
                    String.format(
                            Locale.ROOT,
                            "%s  %d/%d %s  %s  %s",
                            task,
                            done,
                            total,
                            unit,
                            Times.clock(elapsed),
                            message.get()));
        }
    }

    @Override
    public void line(String text) {
        console.note(text);
    }

    @Override
    public void close() {}
}
