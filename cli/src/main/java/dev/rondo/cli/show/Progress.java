package dev.rondo.cli.show;

import java.util.function.Supplier;

/** Shows the progress of long work. */
public interface Progress extends AutoCloseable {
    /**
     * Reports how much is done.
     *
     * @param done in the unit of the work's total
     * @param message a few words about the state of the work; called only when they are shown
     */
    void to(long done, Supplier<String> message);

    /** Writes a line that stays, next to the display. */
    void line(String text);

    @Override
    void close();
}
