package dev.rondo.cli;

import dev.rondo.cli.command.Commands;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The {@code rondo} command. It parses the command line, assembles what the command needs, and
 * turns a failure into one line and an exit code.
 *
 * <p>Exit codes: 0 success, 1 failure, 2 wrong use. A training run that is ended by Ctrl-C saves
 * first and exits with 130. A command whose results are no longer read exits with 141, as shells
 * expect.
 */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(
                Locale.Category.FORMAT, Locale.ROOT); // figures as in English and in files
        try {
            System.exit(run(Console.system(), new Interrupt(), args));
        } catch (LinkageError e) {
            // without a free file, no further class of Rondo can be loaded to report it
            System.err.println(
                    "rondo: cannot load a part of Rondo ("
                            .concat(e.toString())
                            .concat(
                                    "); where few files may be open, raise the limit (ulimit -n 1024)"));
            System.exit(1);
        }
    }

    /** Runs a command line within this JVM and returns its exit code. */
    static int run(Console console, Interrupt interrupt, String... args) {
        boolean debug = new Invocation(List.of(args)).debug();
        Failures failures = new Failures(console.err(), debug);
        try {
            return execute(commands(console, interrupt, failures, args), console, failures, args);
        } finally {
            interrupt.commandEnded();
        }
    }

    /**
     * Runs a command line. Whatever happens is reported.
     *
     * @param commands made for these words
     * @return the exit code
     */
    static int execute(CommandLine commands, Console console, Failures failures, String... args) {
        try {
            int code = commands.execute(args);
            if (code == CommandLine.ExitCode.OK) {
                console.out().check();
            }
            return code;
        } catch (Throwable failure) { // picocli lets errors pass, such as exhausted memory
            return failures.report(failure);
        } finally {
            console.flush();
        }
    }

    /** The commands, ready to parse these words. */
    static CommandLine commands(
            Console console, Interrupt interrupt, Failures failures, String... args) {
        return Conversions.in(Commands.of(console, args))
                .setOut(console.out().own())
                .setErr(console.err())
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(assembleAndRun(console, interrupt, args))
                .setParameterExceptionHandler(
                        (wrong, words) -> failures.reportWrongUse(WrongOption.sought(wrong, words)))
                .setExecutionExceptionHandler((failure, _, _) -> failures.report(failure));
    }

    /**
     * Answers help at once, and also what a {@link Runnable} says. Guice starts only for a command
     * that really computes.
     */
    private static IExecutionStrategy assembleAndRun(
            Console console, Interrupt interrupt, String... args) {
        return parsed -> {
            Object command = last(parsed).commandSpec().userObject();
            if (command instanceof Callable<?> && !helpRequested(parsed)) {
                Assembly.of(console, interrupt, args).injectMembers(command);
            }
            return new RunLast().execute(parsed);
        };
    }

    private static ParseResult last(ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    private static boolean helpRequested(ParseResult parsed) {
        return parsed.isUsageHelpRequested()
                || parsed.isVersionHelpRequested()
                || parsed.hasSubcommand() && helpRequested(parsed.subcommand());
    }
}
