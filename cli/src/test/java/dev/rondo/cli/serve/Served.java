package dev.rondo.cli.serve;

import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.cli.Console;
import dev.rondo.cli.ResultWriter;
import dev.rondo.cli.serve.ServeSettings.SessionLimits;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.checkpoint.RunDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A server in this JVM, and what it wrote for people. */
final class Served implements AutoCloseable {
    static final ServeSettings SETTINGS =
            new ServeSettings(
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    8,
                    64,
                    1 << 16,
                    20,
                    0,
                    new SessionLimits(5, 3600, Optional.empty(), 3600));

    private final StringWriter messages = new StringWriter();
    private final Server server;
    private final Client client;

    private Served(Start start) throws IOException {
        var out = ResultWriter.to(OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
        server = start.with(new Console(out, new PrintWriter(messages), false, true));
        client = new Client(server.url());
    }

    private interface Start {
        Server with(Console console) throws IOException;
    }

    static Served of(ServeSettings settings, Path... directories) throws IOException {
        return of("scalar", settings, directories);
    }

    static Served of(String backend, ServeSettings settings, Path... directories)
            throws IOException {
        return new Served(
                console ->
                        Server.start(
                                List.of(directories),
                                Backends.open(backend, new BackendOptions(1)),
                                settings,
                                console));
    }

    /** A language model with something around what computes it. */
    static Served around(ServeSettings settings, Path directory, UnaryOperator<TextEngine> around)
            throws IOException {
        var checkpoint = RunDirectory.model(directory);
        TextModel text = TextModel.parse(checkpoint.description().model());
        var engine =
                new CompiledText(
                        text,
                        Backends.open("scalar", new BackendOptions(1)),
                        settings.batch(),
                        checkpoint::restorePart);
        return new Served(
                console ->
                        Server.start(
                                settings,
                                console,
                                metrics ->
                                        new NamedModel(
                                                "text",
                                                "0".repeat(64),
                                                new ServedText(
                                                        "text",
                                                        text,
                                                        around.apply(engine),
                                                        settings,
                                                        n -> metrics.run("text", n)))));
    }

    Client client() {
        return client;
    }

    Server server() {
        return server;
    }

    String messages() {
        return messages.toString();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
