package dev.rondo.cli;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.worker.WorkerException;
import dev.rondo.collective.CollectiveException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.task.SettingException;
import dev.rondo.models.training.DivergenceException;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Turns the failure of a command line into one line on standard error and an exit code. */
final class Failures {
    /**
     * The exit code that a shell reports for a process that SIGPIPE ended: 128 and the signal's
     * number.
     */
    static final int READER_GONE = 128 + 13;

    private final PrintWriter err;
    private final boolean debug;
    private Optional<String> said = Optional.empty();

    /**
     * For one command line.
     *
     * @param err standard error
     * @param debug whether stack traces are printed
     */
    Failures(PrintWriter err, boolean debug) {
        this.err = err;
        this.debug = debug;
    }

    /** The message that was printed last. */
    Optional<String> said() {
        return said;
    }

    /**
     * For a command that failed: 1, or 2 when it was used wrongly. When the reader of its results
     * has gone, 141, without a message.
     */
    int report(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ParameterException wrong) {
            return reportWrongUse(wrong);
        }
        if (cause instanceof ResultWriter.LostException lost && lost.readerGone()) {
            return READER_GONE;
        }
        print(message(cause), cause);
        return cause instanceof UsageException || cause instanceof SettingException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }

    /** For a command line that could not be read: 2. */
    int reportWrongUse(ParameterException wrong) {
        String message = wrong.getMessage();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            message += suggestion(unmatched);
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        print(message + " (see " + command + " --help)", wrong);
        return CommandLine.ExitCode.USAGE;
    }

    /** A suggestion from the options or the commands that exist. */
    private static String suggestion(UnmatchedArgumentException unmatched) {
        if (!unmatched.getSuggestions().isEmpty()) {
            return "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        String word = unmatched.getUnmatched().getFirst();
        return NearMiss.question(
                word.split("=", 2)[0],
                unmatched.isUnknownOption()
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet());
    }

    private void print(String message, Throwable cause) {
        if (debug) {
            err.print(Printable.escaped(trace(cause)));
        }
        String line = Printable.line(message);
        said = Optional.of(line);
        err.println("rondo: " + line);
        err.flush();
    }

    private static String trace(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        return trace.toString().replace(System.lineSeparator(), "\n");
    }

    /** The first cause that tells the user anything; exceptions around it do not. */
    private static Throwable cause(Throwable failure) {
        boolean wrapper =
                failure instanceof CommandLine.ExecutionException
                        || failure instanceof UncheckedIOException;
        return wrapper && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }

    private String message(Throwable failure) {
        return isOurs(failure)
                ? MachineLimit.ofSystem(failure).orElseGet(() -> ours(failure))
                : MachineLimit.of(failure).orElseGet(() -> inWords(failure));
    }

    /** The message of an exception of ours, in the words of the command line. */
    private static String ours(Throwable failure) {
        return failure instanceof SettingException e ? e.inOptions() : failure.getMessage();
    }

    /** Whether the message already says what to do, except for what only the system knows. */
    private static boolean isOurs(Throwable failure) {
        return switch (failure) {
            case UsageException _ -> true;
            case SettingException _ -> true;
            case BackendException _ -> true;
            case CheckpointException _ -> true;
            case DataException _ -> true;
            case NonFiniteException _ -> true;
            case DivergenceException _ -> true;
            case CollectiveException _ -> true;
            case WorkerException _ -> true;
            default -> false;
        };
    }

    private String inWords(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case NotDirectoryException e -> e.getFile() + " is no directory";
            case AccessDeniedException e -> "no permission to use " + e.getFile();
            case FileSystemException e when e.getReason() != null ->
                    e.getFile() + ": " + e.getReason();
            case IOException e when e.getMessage() != null -> e.getMessage();
            default ->
                    CellFailure.of(failure)
                                    .orElseGet(() -> "this should not have happened: " + failure)
                            + (debug ? "" : " (--debug tells where)");
        };
    }
}
