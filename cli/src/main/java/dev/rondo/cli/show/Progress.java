package dev.rondo.cli.show;

import java.util.function.Supplier;

/** Shows how far long work has come. */
public interface Progress extends AutoCloseable {
    /**
     * So much is done.
     *
     * @param done in the unit of the work's total
     * @param message a few words on how it goes; asked for only when they are shown
     */
    void to(long done, Supplier<String> message);

    /** A line that stays, beside the display. */
    void line(String text);

    @Override
    void close();
}
