package dev.rondo.cli.show;

import dev.rondo.cli.Console;
import dev.rondo.cli.Printable;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.util.function.Supplier;

/** A bar in a terminal that is redrawn repeatedly. */
final class ProgressLine implements Progress {
    private static final int INTERVAL_MILLIS = 250;
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final Console console;
    private final ProgressBar bar;
    private long shown;

    ProgressLine(Console console, PrintStream terminal, String task, String unit, long total) {
        this.console = console;
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName(Printable.line(task))
                        .setInitialMax(total)
                        .setUnit(" " + Printable.line(unit), 1)
                        .setUpdateIntervalMillis(INTERVAL_MILLIS)
                        .setStyle(
                                console.unicode()
                                        ? ProgressBarStyle.UNICODE_BLOCK
                                        : ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(terminal))
                        .clearDisplayOnFinish()
                        .build();
    }

    @Override
    public void to(long done, Supplier<String> message) {
        bar.stepTo(done);
        long now = System.nanoTime() / 1_000_000;
        if (now - shown >= INTERVAL_MILLIS) {
            shown = now;
            bar.setExtraMessage(" " + Printable.line(message.get()));
        }
    }

    /** The bar is drawn again below the line. */
    @Override
    public void line(String text) {
        console.err().print(CLEAR_LINE);
        console.note(text);
        bar.refresh();
    }

    @Override
    public void close() {
        bar.close();
    }
}
