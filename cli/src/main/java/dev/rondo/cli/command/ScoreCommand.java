package dev.rondo.cli.command;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.graph.Entry;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code rondo score}: how well a language model predicts a text. */
@Command(
        name = "score",
        description = {
            "Says how well a language model predicts a text: it reads the text once, from its first character and a"
                    + " state of zeros to the last, and is asked for each character but the first."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {"", "Example:", "  rondo score runs/book --text other.txt"})
final class ScoreCommand implements Callable<Integer> {
    private static final String ENTRY = "score";

    /** Characters of one run; the state goes on from run to run. */
    private static final int LENGTH = 256;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train text' or 'rondo import'.")
    private Path directory;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            required = true,
            description = "The text, in UTF-8.")
    private Path text;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Checkpoint checkpoint = RunPaths.model(directory, TextTask.NAME, "rondo score");
        TextModel model = TextModel.parse(checkpoint.description().model());
        int[] symbols = model.vocabulary().encode(TextFile.read(text).text());
        if (symbols.length < 2) {
            throw new UsageException(text + " needs at least 2 characters to be scored");
        }
        Entry entry =
                Entry.trace(
                        ENTRY,
                        DType.F32,
                        model.model().evaluating(LENGTH, 1, CrossEntropy.IGNORED));
        try (Executable executable = compute.open().compile(model.program().with(entry))) {
            checkpoint.restorePart(executable);
            double nats = nats(executable, entry, symbols);
            console.out()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "%.6f bits (%.6f nats) per character over %,d characters",
                                    nats / Math.log(2),
                                    nats,
                                    symbols.length - 1));
        }
        return 0;
    }

    private static double nats(Executable executable, Entry entry, int[] symbols) {
        Map<String, Array> feeds = new HashMap<>();
        entry.inputs().forEach((name, t) -> feeds.put(name, Array.zeros(t.dtype(), t.shape())));
        double total = 0;
        for (int at = 0; at < symbols.length - 1; at += LENGTH) {
            int[] read = new int[LENGTH];
            int[] next = new int[LENGTH];
            Arrays.fill(next, CrossEntropy.IGNORED);
            int count = Math.min(LENGTH, symbols.length - 1 - at);
            System.arraycopy(symbols, at, read, 0, count);
            System.arraycopy(symbols, at + 1, next, 0, count);
            feeds.put(LanguageModel.SYMBOLS, Array.of(read, LENGTH, 1));
            feeds.put(LanguageModel.TARGETS, Array.of(next, LENGTH, 1));
            Map<String, Array> results = executable.run(ENTRY, feeds);
            total += results.get("total").item();
            feeds.putAll(StatePorts.keep(LanguageModel.STATE, results));
        }
        return total / (symbols.length - 1);
    }
}
