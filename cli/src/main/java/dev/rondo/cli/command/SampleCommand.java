package dev.rondo.cli.command;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.language.Sampler;
import dev.rondo.models.language.Sampling;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code rondo sample}: a trained language model writes text. */
@Command(
        name = "sample",
        description = "Lets a language model write, one character or word after the other.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo sample runs/book --prompt \"It was a\" --length 500 --temperature 0.7 --seed 7",
            "  rondo sample runs/book --temperature 1 --top-p 0.9"
        })
final class SampleCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train text'.")
    private Path directory;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the model goes on from (default: a new line).")
    private String prompt;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "500",
            description = "Characters, or words, to write (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            defaultValue = "0.8",
            description = {
                "Below 1 the model keeps to what is likely, above it dares more; at 0 it always takes the"
                        + " likeliest (default: ${DEFAULT-VALUE})."
            })
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description =
                    "Draws only from the K likeliest characters or words (default: from all).")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = {
                "Draws only from the fewest characters or words that have the probability P together, the"
                        + " likeliest first (default: from all)."
            })
    private double topP;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same text (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin private UnknownOption unknown;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Values.atLeast("--length", length, 1);
        Values.notNegative("--temperature", temperature);
        Values.atLeast("--top-k", topK, 0);
        if (!(topP > 0 && topP <= 1)) {
            throw new UsageException("--top-p must be above 0 and at most 1, got " + topP);
        }
        Checkpoint checkpoint = RunPaths.model(directory, "rondo sample", TextTask.NAME);
        TextModel model = TextModel.parse(checkpoint.description().model());
        boolean prompted = prompt != null && !prompt.isEmpty();
        int[] start = prompted ? model.vocabulary().encode(prompt) : model.opening();
        unknown.judge(console, "--prompt", model.vocabulary().unknown(prompted ? prompt : ""));
        Sampling sampling = new Sampling(temperature, topK, topP);
        var program = Sampler.addTo(model.program(), model.model());
        try (Executable executable = compute.open(console).compile(program)) {
            Weights.restore(checkpoint, executable, console);
            int[] written =
                    new Sampler(executable)
                            .without(model.vocabulary().unknownSymbol())
                            .write(start, length, sampling, seed);
            console.out().println(model.vocabulary().continued(prompted ? prompt : "", written));
        }
        return 0;
    }
}
