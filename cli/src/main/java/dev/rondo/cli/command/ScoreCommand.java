package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextScore;
import dev.rondo.cli.task.TextTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.TextFile;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code rondo score}: how well a language model predicts a text. */
@Command(
        name = "score",
        description = {
            "Says how well a language model predicts a text: it reads the text once, from its first character or"
                    + " word and a state of zeros to the last, and is asked for each but the first."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {"", "Example:", "  rondo score runs/book --text other.txt"})
final class ScoreCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train text' or 'rondo import'.")
    private Path directory;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            required = true,
            description = "The text, in UTF-8; - is standard input.")
    private Path text;

    @Mixin private UnknownOption unknown;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Checkpoint checkpoint = RunPaths.model(directory, "rondo score", TextTask.NAME);
        TextModel model = TextModel.parse(checkpoint.description().model());
        String read = TextFile.read(text).text();
        int[] symbols = model.vocabulary().encode(read);
        unknown.judge(console, TextFile.name(text), model.vocabulary().unknown(read));
        String unit = model.vocabulary().unit().one();
        if (symbols.length < 2) {
            throw new UsageException(
                    TextFile.name(text) + " needs at least 2 " + unit + "s to be scored");
        }
        double nats = TextScore.nats(model, checkpoint, compute.open(console), symbols, console);
        console.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%.6f bits (%.6f nats) per %s over %,d %ss; perplexity %.5g",
                                nats / Math.log(2),
                                nats,
                                unit,
                                symbols.length - 1,
                                unit,
                                Math.exp(nats)));
        return 0;
    }
}
