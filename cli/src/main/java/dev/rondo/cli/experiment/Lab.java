package dev.rondo.cli.experiment;

import dev.rondo.backend.Backend;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a trial runs with.
 *
 * @param backend computes, on one thread
 * @param stop whether the trial is to be given up
 * @param display is told how it goes
 */
public record Lab(Backend backend, BooleanSupplier stop, Consumer<Supplier<String>> display) {
    /** Says how the trial goes; the words are asked for only if they are shown. */
    public void tell(Supplier<String> state) {
        display.accept(state);
    }

    /**
     * For long work, between its parts.
     *
     * @throws CancellationException when the trial is to be given up
     */
    public void giveUpIfAsked() {
        if (stop.getAsBoolean()) {
            throw new CancellationException("the trial was given up");
        }
    }
}
