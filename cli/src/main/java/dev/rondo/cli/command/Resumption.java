package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Set;
import java.util.TreeSet;

/** The option {@code --resume}: the directory that is gone on with says all that matters. */
final class Resumption {
    private Resumption() {}

    /**
     * Refuses options that would change what stands in the directory.
     *
     * @param changeable those that may be given together with --resume
     */
    static void check(CommandSpec command, Set<String> changeable) {
        Set<String> fixed = new TreeSet<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptionsSet()) {
            fixed.add(option.longestName());
        }
        fixed.removeAll(changeable);
        if (!fixed.isEmpty()) {
            throw new UsageException(
                    "with --resume the run directory says how to go on; leave out "
                            + String.join(", ", fixed));
        }
    }
}
