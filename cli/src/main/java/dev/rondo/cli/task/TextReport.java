package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.Exploration;
import dev.rondo.cli.show.Exploration.Side;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.language.Sampler;
import dev.rondo.models.language.Sampling;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How well a language model predicts the held-out part, and a sample of what it writes. */
final class TextReport implements TrainingRun.Report {
    private static final int SAMPLE = 300;

    /** Symbols of the sample whose gates are shown. */
    private static final int EXPLORED = 60;

    private static final Sampling SAMPLING = Sampling.at(0.7);

    private final Console console;
    private final TextTask task;

    /** A report on the console. */
    TextReport(Console console, TextTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public TrainingRun.Findings give(Executable executable, RunDirectory run) {
        PrintWriter out = console.out();
        Checkpoint best = run.best().orElseGet(run::latest);
        String quality = best.description().training().best().map(this::inWords).orElse("");
        int[] written = sample(executable);
        String sample = task.model().vocabulary().decode(written);
        out.println(quality);
        out.println();
        out.println("A sample:");
        out.println(sample.indent(2).stripTrailing());
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo sample " + Shell.quoted(run) + " --length 500 --temperature 0.8");
        console.flush();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(quality));
        blocks.add(new Block.Preformatted(sample));
        Exploration reading = reading(executable, written);
        if (!reading.isEmpty()) {
            String words = "The model reads the first symbols of this sample. " + GateMeans.WORDS;
            blocks.add(new Block.Explorer(reading, sample, words));
        }
        return new TrainingRun.Findings(List.of(new Section("What it writes", blocks)), Map.of());
    }

    private Exploration reading(Executable executable, int[] text) {
        int steps = Math.min(EXPLORED, text.length);
        LanguageModel model = task.model().model();
        var gates =
                new GateMeans(
                        executable,
                        t -> {
                            Tensor symbols = t.input(LanguageModel.SYMBOLS, DType.I32, steps, 1);
                            var start = model.initialState(t.graph(), 1);
                            return model.over(symbols, start).logits();
                        });
        int[] read = Arrays.copyOf(text, steps);
        List<String> symbols =
                Arrays.stream(read).mapToObj(task.model().vocabulary()::decode).toList();
        return new Exploration(
                symbols,
                List.of(),
                Optional.empty(),
                gates.over(
                        Map.of(LanguageModel.SYMBOLS, Array.of(read, steps, 1)),
                        _ -> Side.READ,
                        _ -> steps));
    }

    private String inWords(TrainingState.Best best) {
        return String.format(
                Locale.ROOT,
                "%.3f bits per %s on the last %,d %ss, which were held out"
                        + " (perplexity %.4g; best model, step %,d).%s",
                best.value(),
                task.unit(),
                task.corpus().heldOutSize(),
                task.unit(),
                Math.pow(2, best.value()),
                best.step(),
                unknown());
    }

    private String unknown() {
        int unknown = task.corpus().heldOutUnknown();
        return unknown == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %,d of them (%.1f %%) are unknown, and count as one symbol.",
                        unknown,
                        100.0 * unknown / task.corpus().heldOutSize());
    }

    private int[] sample(Executable executable) {
        for (Entry entry : Sampler.entries(task.program().dtype(), task.model().model())) {
            executable.add(entry);
        }
        return new Sampler(executable)
                .without(task.model().vocabulary().unknownSymbol())
                .write(task.model().opening(), SAMPLE, SAMPLING, task.settings().seed());
    }
}
