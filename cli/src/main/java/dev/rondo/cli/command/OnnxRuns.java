package dev.rondo.cli.command;

import dev.rondo.array.DType;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.onnx.OnnxModel;
import dev.rondo.cli.task.Weights;
import dev.rondo.graph.Type;
import dev.rondo.models.checkpoint.Checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Run directories of imported ONNX models. */
final class OnnxRuns {
    private OnnxRuns() {}

    /** Whether a file's name says that it is an ONNX model. */
    static boolean isOnnx(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /** Makes a run directory of a file, and says how it is used. */
    static void create(Path file, Path output, Console console) throws IOException {
        OnnxModel model = OnnxModel.read(file);
        ImportCommand.save(output, model.weights(), model.toConfiguration(), file.toString());
        console.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "a model of %d nodes and %,d weights",
                                model.nodes().size(),
                                model.size()));
        model.inputs()
                .forEach(
                        p ->
                                console.out()
                                        .println(
                                                (p.optional() ? "optional input " : "input ") + p));
        model.outputs().forEach(name -> console.out().println("output " + name));
        console.out().println("Try:");
        console.out()
                .println(
                        "  rondo apply "
                                + Shell.quoted(output)
                                + " --input x.safetensors --output y.safetensors");
    }

    /** The model of a run directory. */
    static OnnxModel open(Path directory, Console console) {
        Checkpoint checkpoint = RunPaths.model(directory, "rondo apply", OnnxModel.TASK);
        OnnxModel model =
                OnnxModel.parse(
                        checkpoint.description().model(),
                        shapes -> {
                            Map<String, Type> types = new LinkedHashMap<>();
                            shapes.forEach((name, s) -> types.put(name, new Type(DType.F32, s)));
                            return checkpoint.values(types);
                        });
        Weights.judge(checkpoint, model.weights(), console);
        return model;
    }
}
