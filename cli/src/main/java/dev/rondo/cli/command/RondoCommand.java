package dev.rondo.cli.command;

import dev.rondo.cli.Console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: lists the commands. */
@Command(
        name = "rondo",
        description = {
            "Recurrent networks and attention:",
            "the model is written once, the hardware is chosen at run time."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Begin with:",
            "  rondo demo",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 ended by Ctrl-C (after saving), 141 nobody reads"
                    + " the results."
        })
final class RondoCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Read by Main from the arguments, because a command line may fail before it is parsed. */
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of an error.")
    private boolean debug;

    private final Console console;

    RondoCommand(Console console) {
        this.console = console;
    }

    /** Where the commands write. */
    Console console() {
        return console;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
