package dev.rondo.cli.serve;

import dev.rondo.cli.Console;
import dev.rondo.cli.ResultWriter;
import dev.rondo.cli.serve.ServeSettings.SessionLimits;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.checkpoint.RunDirectory;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The same server, with ONNX Runtime behind it.
 *
 * <pre>
 * OnnxServer DIR FILE.onnx LAYERS HIDDEN
 * </pre>
 */
final class OnnxServer {
    private OnnxServer() {}

    /** Writes the address of its page, and answers until it is ended. */
    public static void main(String[] args) throws Exception {
        TextModel text =
                TextModel.parse(
                        RunDirectory.model(Path.of(args[0])).description().model());
        OnnxText engine =
                new OnnxText(
                        Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        // as rondo serve sets them without options
        ServeSettings settings =
                new ServeSettings(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        32,
                        512,
                        1 << 20,
                        30,
                        new SessionLimits(1000, 3600, Optional.empty(), 5));
        Console console =
                new Console(
                        ResultWriter.to(System.out, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        false,
                        true);
        Server server =
                Server.start(
                        settings,
                        console,
                        metrics ->
                                new NamedModel(
                                        "model",
                                        "0".repeat(64),
                                        Path.of(args[0]),
                                        new ServedText(
                                                "model",
                                                text,
                                                engine,
                                                settings,
                                                n -> metrics.run("model", n))));
        console.out().println(server.url());
        console.out().check();
        Thread.currentThread().join();
    }
}
