package dev.rondo.cli;

import jakarta.inject.Inject;

import picocli.CommandLine;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Command lines within a command. A request to end the command ends them. */
final class Inner implements InnerCommands {
    private final Interrupt interrupt;
    private final boolean debug;

    @Inject
    Inner(Interrupt interrupt, Invocation invocation) {
        this.interrupt = interrupt;
        this.debug = invocation.debug();
    }

    @Override
    public CommandLine named(String... names) {
        Console silent =
                new Console(
                        ResultWriter.to(OutputStream.nullOutputStream(), StandardCharsets.UTF_8),
                        new PrintWriter(Writer.nullWriter()),
                        false,
                        false);
        return commands(silent, new Failures(silent.err(), debug), names);
    }

    @Override
    public Ended run(Console console, List<String> words) {
        String[] args = words.toArray(String[]::new);
        Failures failures = new Failures(console.err(), debug);
        int code = Main.execute(commands(console, failures, args), console, failures, args);
        return new Ended(code, failures.said());
    }

    /** Files of words were read when the outer command line was parsed. */
    private CommandLine commands(Console console, Failures failures, String... args) {
        return Main.commands(console, interrupt, failures, args).setExpandAtFiles(false);
    }
}
