package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Unknowns;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

/** The option {@code --unknown}: what to do with symbols that training has never seen. */
final class UnknownOption {
    static final String NAME = "--unknown";

    @Option(
            names = NAME,
            paramLabel = "error|replace",
            description = {
                "What becomes of characters or words that do not occur in what the model was trained on:"
                        + " they are refused, or read as its symbol for unknown ones, with a warning"
                        + " (default: replace, where the model has such a symbol)."
            })
    private String unknown;

    boolean isGiven() {
        return unknown != null;
    }

    /** Refuses an unknown choice. */
    void check() {
        if (isGiven()) {
            Values.oneOf(NAME, unknown, "error", "replace");
        }
    }

    /**
     * Reports what in an input is unknown and will be replaced.
     *
     * @param where names the input
     * @throws DataException when unknown symbols are refused
     */
    void judge(Console console, String where, Unknowns found) {
        check();
        if (found.isEmpty()) {
            return;
        }
        if ("error".equals(unknown)) {
            throw new DataException(where + ": " + found);
        }
        console.warn(where + ": " + found.replaced());
    }
}
