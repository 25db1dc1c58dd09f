package dev.rondo.cli.serve;

import dev.rondo.cli.Console;
import dev.rondo.cli.ResultWriter;
import dev.rondo.cli.onnx.OnnxStep;
import dev.rondo.cli.serve.ServeSettings.SessionLimits;
import dev.rondo.cli.task.TextModel;
import dev.rondo.models.checkpoint.RunDirectory;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The same server, with ONNX Runtime behind it. It writes the file that ONNX Runtime reads.
 *
 * <pre>
 * OnnxServer DIR FILE.onnx
 * </pre>
 */
final class OnnxServer {
    private OnnxServer() {}

    /** Writes the address of its page, and answers until it is ended. */
    public static void main(String[] args) throws Exception {
        var checkpoint = RunDirectory.model(Path.of(args[0]));
        TextModel text = TextModel.parse(checkpoint.description().model());
        Path onnx = Path.of(args[1]);
        OnnxStep.write(text, text.weights(checkpoint), onnx);
        var stack = text.settings().stack();
        OnnxText engine = new OnnxText(onnx, stack.layers(), stack.hidden());
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
                        3,
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
