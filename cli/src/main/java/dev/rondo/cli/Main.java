package dev.rondo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/**
 * The {@code rondo} command: parses the command line and turns what goes wrong into a message and
 * an exit code.
 */
@Command(
        name = "rondo",
        description = {
            "Recurrent networks and attention:",
            "the model is written once, the hardware is chosen at run time."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of an error.")
    private boolean debug;

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** A fresh command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        var main = new Main();
        return new CommandLine(main).setExecutionExceptionHandler(main.new Failure());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One line on standard error, and the stack trace only with {@code --debug}. */
    private final class Failure implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(
                Exception failure, CommandLine command, ParseResult parsed) {
            PrintWriter err = command.getErr();
            if (debug) {
                failure.printStackTrace(err);
            } else {
                var message = failure.getMessage();
                err.println("rondo: " + (message == null ? failure.toString() : message));
            }
            err.flush();
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
    }

    /** The version of Rondo and of the JVM that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "rondo " + (version == null ? "(not packaged)" : version),
                "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}
