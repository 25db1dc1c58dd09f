package dev.rondo.models.task;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.DataException;

import java.util.function.Function;

/** Makes objects from the settings of a run directory. */
public final class Described {
    private Described() {}

    /**
     * Makes an object.
     *
     * @throws CheckpointException when a setting is impossible; the message names the settings'
     *     file
     */
    public static <T> T by(Configuration settings, Function<Configuration, T> maker) {
        try {
            return maker.apply(settings);
        } catch (DataException | IllegalArgumentException e) {
            throw new CheckpointException(settings.origin() + ": " + e.getMessage(), e);
        }
    }
}
