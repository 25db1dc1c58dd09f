package dev.rondo.cli;

import dev.rondo.cli.command.Commands;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command line that was run within this JVM.
 *
 * @param code the exit code
 * @param out what it wrote on standard output
 * @param err what it wrote on standard error
 */
public record CommandLineRun(int code, String out, String err) {
    /** Runs these words. */
    public static CommandLineRun of(String... args) {
        return of(new Interrupt(), args);
    }

    static CommandLineRun of(Interrupt interrupt, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLineRun run = of(interrupt, out, args);
        return new CommandLineRun(run.code(), out.toString(StandardCharsets.UTF_8), run.err());
    }

    /** One whose results go to a stream. */
    static CommandLineRun of(Interrupt interrupt, OutputStream out, String... args) {
        StringWriter err = new StringWriter();
        ResultWriter results = ResultWriter.to(out, StandardCharsets.UTF_8);
        Console console = new Console(results, new PrintWriter(err), false, true);
        int code = Main.run(console, interrupt, args);
        return new CommandLineRun(code, "", err.toString());
    }

    /**
     * A training with spaces between its words that is interrupted soon after its first checkpoint
     * or the second.
     *
     * @param directory its run directory; checkpoints are ten steps apart
     */
    static CommandLineRun interrupted(Path directory, String words) {
        Interrupt interrupt = new Interrupt();
        Path checkpoints = directory.resolve("checkpoints");
        AtomicBoolean over = new AtomicBoolean();
        var control =
                CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()
                                    && !Files.exists(checkpoints.resolve("step-000000010"))
                                    && !Files.exists(checkpoints.resolve("step-000000020"))) {
                                Thread.onSpinWait();
                            }
                            interrupt.request();
                        });
        CommandLineRun run = of(interrupt, words.split(" "));
        over.set(true);
        control.join();
        return run;
    }

    /** Every command with all its options, to be looked at. */
    public static CommandLine commands() {
        ResultWriter out = ResultWriter.to(new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        return Commands.all(new Console(out, new PrintWriter(new StringWriter()), false, true));
    }

    /** A command line with spaces between its words. */
    static CommandLineRun line(String words) {
        return of(words.split(" "));
    }

    /** This, with all it wrote in the failure where it did not succeed. */
    CommandLineRun succeeded() {
        if (code != 0) {
            throw new AssertionError("exit code " + code + "\n" + out + "\n" + err);
        }
        return this;
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    /** What it wrote on standard error, line by line. */
    public List<String> errLines() {
        return err.lines().toList();
    }
}
