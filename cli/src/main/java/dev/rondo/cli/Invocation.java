package dev.rondo.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line as it was given. Every result keeps it.
 *
 * @param arguments without the name of the command itself
 */
public record Invocation(List<String> arguments) {
    /** Copies the list. */
    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /** Whether the stack traces of failures are printed. */
    boolean debug() {
        return arguments.contains("--debug");
    }

    /** The command and its arguments. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of("rondo"));
        words.addAll(arguments);
        return List.copyOf(words);
    }
}
