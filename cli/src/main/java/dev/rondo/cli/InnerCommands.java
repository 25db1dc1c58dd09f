package dev.rondo.cli;

import picocli.CommandLine;

import java.util.List;
import java.util.Optional;

/** Command lines that a command runs within itself, as if each had been given on its own. */
public interface InnerCommands {
    /**
     * The commands, to parse words without running them.
     *
     * @param names the commands that the words name; only these know their options
     */
    CommandLine named(String... names);

    /**
     * Runs a command line. A failure is reported on the console and in what is returned. A request
     * to end reaches the command, and ends it as if it ran alone.
     *
     * @param console where it writes
     * @param words without the name of the program; none is the name of a file of words
     */
    Ended run(Console console, List<String> words);

    /**
     * How a command line ended.
     *
     * @param code the exit code
     * @param reason the message of the failure; empty where there was none
     */
    record Ended(int code, Optional<String> reason) {}
}
