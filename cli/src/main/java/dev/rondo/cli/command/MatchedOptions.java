package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.List;

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
            if (isGiven(command, option)) {
                throw new UsageException(option + " " + why);
            }
        }
    }

    /** Whether an option is on the command line, and does not have its default. */
    static boolean isGiven(CommandSpec command, String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * Refuses all options but some.
     *
     * @param why the reason, after the option's name
     * @throws UsageException when another one was given
     */
    static void refuseAllBut(CommandSpec command, String why, String... options) {
        List<String> allowed = List.of(options);
        for (OptionSpec given : command.commandLine().getParseResult().matchedOptions()) {
            if (!allowed.contains(given.longestName())) {
                throw new UsageException(given.longestName() + " " + why);
            }
        }
    }
}
