package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Entry;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.language.Sampler;
import dev.rondo.models.language.Sampling;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How well a language model predicts the held-out part, and a sample of what it writes. */
final class TextReport implements TrainingRun.Report {
    private static final int SAMPLE = 300;
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
        String sample = sample(executable);
        out.println(quality);
        out.println();
        out.println("A sample:");
        out.println(sample.indent(2).stripTrailing());
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo sample " + Shell.quoted(run) + " --length 500 --temperature 0.8");
        console.flush();
        return new TrainingRun.Findings(
                List.of(
                        Section.of(
                                "What it writes",
                                new Block.Paragraph(quality),
                                new Block.Preformatted(sample))),
                Map.of());
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

    private String sample(Executable executable) {
        for (Entry entry : Sampler.entries(task.program().dtype(), task.model().model())) {
            executable.add(entry);
        }
        int[] written =
                new Sampler(executable)
                        .without(task.model().vocabulary().unknownSymbol())
                        .write(task.model().opening(), SAMPLE, SAMPLING, task.settings().seed());
        return task.model().vocabulary().decode(written);
    }
}
