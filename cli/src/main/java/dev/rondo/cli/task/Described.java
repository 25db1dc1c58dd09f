package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.DataException;

import java.util.function.Function;

/** Makes objects from the settings of a run directory. */
final class Described {
    private Described() {}

    /**
     * Makes an object.
     *
     * @throws CheckpointException when a setting is impossible; the message names the settings'
     *     file, because no option of the command line is wrong
     */
    static <T> T by(Configuration settings, Function<Configuration, T> maker) {
        try {
            return maker.apply(settings);
        } catch (UsageException | DataException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^--", "");
            throw new CheckpointException(settings.origin() + ": " + reason, e);
        }
    }
}
