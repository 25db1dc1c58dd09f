package dev.rondo.cli.command;

import dev.rondo.array.Array;
import dev.rondo.cli.Console;
import dev.rondo.cli.onnx.OnnxLanguageModel;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code rondo export}: a trained model for other programs. */
@Command(
        name = "export",
        description = {
            "Writes a trained language model for other programs: its best weights as a PyTorch state_dict, or the"
                    + " model itself as ONNX.",
            "",
            "torch: safetensors with embedding.weight, cells.weight_ih_l0, …, classify.weight and classify.bias, for"
                    + " nn.Embedding, nn.LSTM, nn.GRU or nn.RNN, and nn.Linear.",
            "onnx: input symbols (int64 [T, B]), outputs logits [T, B, V] and the last state h_n [L, B, H] (and c_n);"
                    + " T and B are free. May be given too: lengths (int32 [B], default T), h_0 [L, B, H] and c_0"
                    + " (default zeros). A cell that ONNX has no operator for, and zoneout, become a Scan of"
                    + " elementary operators; the states are then state_0.0, … and state_n.0, …, those of the cells."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo export runs/book --format torch --output book.safetensors",
            "  rondo export runs/book --format onnx --output book.onnx"
        })
final class ExportCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train text' or 'rondo import'.")
    private Path directory;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            required = true,
            description = "torch or onnx.")
    private String format;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file.")
    private Path output;

    @Inject private Console console;

    @Override
    public Integer call() {
        Values.oneOf("--format", format, "torch", "onnx");
        OutputPath.check("--output", output);
        Checkpoint checkpoint = RunPaths.model(directory, "rondo export", TextTask.NAME);
        TextModel model = TextModel.parse(checkpoint.description().model());
        Map<String, Array> weights = model.weights(checkpoint);
        Weights.judge(checkpoint, weights, console);
        if (format.equals("torch")) {
            Map<String, Array> tensors = model.stateDict(weights);
            new Safetensors(tensors, Map.of("format", "pt")).write(output);
            tensors.forEach((name, a) -> console.out().println(name + " " + a.dtype() + a.shape()));
        } else {
            OnnxLanguageModel onnx = OnnxLanguageModel.of(model, weights);
            onnx.write(output);
            onnx.ports().forEach(console.out()::println);
        }
        return 0;
    }
}
