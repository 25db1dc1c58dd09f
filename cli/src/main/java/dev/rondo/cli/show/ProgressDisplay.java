package dev.rondo.cli.show;

import dev.rondo.cli.Console;

import jakarta.inject.Inject;

/**
 * Opens a display for the place where it is shown: a bar in a terminal, otherwise a line now and
 * then.
 */
public final class ProgressDisplay {
    private final Console console;

    @Inject
    ProgressDisplay(Console console) {
        this.console = console;
    }

    /**
     * Begins a display.
     *
     * @param task the name of the work
     * @param unit what is counted, such as {@code steps}
     * @param total how much there is to do
     */
    public Progress open(String task, String unit, long total) {
        return console.interactive()
                ? new ProgressLine(console, System.err, task, unit, total)
                : new ProgressLog(console, task, unit, total);
    }
}
