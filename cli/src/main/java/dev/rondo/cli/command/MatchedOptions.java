package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;

import picocli.CommandLine.Model.CommandSpec;

/** Options that were given on the command line. */
final class MatchedOptions {
    private MatchedOptions() {}

    /**
     * Refuses options that have no place beside others.
     *
     * @param why the reason, after the option's name
     * @throws UsageException when one of them was given
     */
    static void refuse(CommandSpec command, String why, String... options) {
        for (String option : options) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new UsageException(option + " " + why);
            }
        }
    }
}
