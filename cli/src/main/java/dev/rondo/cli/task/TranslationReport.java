package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.show.AttentionPicture;
import dev.rondo.cli.show.AttentionText;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Pair;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How good a model is on sources it has never seen, with examples and attention maps. */
public final class TranslationReport implements TrainingRun.Report {
    private static final int EXAMPLES = 8;
    private static final int PICTURES = 4;

    /** Symbols of a source whose map fits a terminal of 80 columns. */
    private static final int WIDEST = 36;

    private static final String PICTURE_FOLDER = "attention";

    private final Console console;
    private final TranslationTask task;

    /** A report on the console. */
    public TranslationReport(Console console, TranslationTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public void give(Executable executable, RunDirectory run) {
        TranslationData data = task.pairs();
        List<Pair> test = data.test();
        List<Translation> written = task.translate(executable, test);
        PrintWriter out = console.out();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%.2f %% of %,d test %ss %s.",
                        100.0 * TranslationTask.right(test, written) / test.size(),
                        test.size(),
                        data.item(),
                        data.verdict()));
        out.println();
        int examples = Math.min(EXAMPLES, test.size());
        for (int i = 0; i < examples; i++) {
            Pair pair = test.get(i);
            String text = written.get(i).text();
            String remark = text.equals(pair.target()) ? "" : "   wrong: " + pair.target();
            out.println("  %-40s  %s%s".formatted(pair.source(), text, remark));
        }
        if (!written.getFirst().weights().isEmpty()) {
            attention(test.subList(0, examples), written.subList(0, examples), run);
        }
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo predict " + run + " \"" + data.example() + "\" --attention");
        console.flush();
    }

    private void attention(List<Pair> pairs, List<Translation> written, RunDirectory run) {
        Translation shown = written.getFirst();
        for (Translation t : written) {
            boolean longer = t.read().size() > shown.read().size();
            if (longer && AttentionText.width(t.read()) <= 2 * WIDEST) {
                shown = t;
            }
        }
        console.out().println();
        console.out()
                .println(
                        "What the model looked at (columns) for each %s (rows):"
                                .formatted(task.pairs().symbol()));
        AttentionText.lines(shown.map(), console.unicode()).forEach(console.out()::println);
        console.out().println(AttentionText.legend(console.unicode()));
        for (int i = 0; i < Math.min(PICTURES, pairs.size()); i++) {
            Path file =
                    run.file(PICTURE_FOLDER).resolve(task.pairs().item() + "-" + (i + 1) + ".svg");
            String title = pairs.get(i).source() + "  →  " + written.get(i).text();
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, AttentionPicture.svg(written.get(i).map(), title));
            } catch (IOException e) {
                console.warn("the attention map " + file + " could not be written: " + e);
            }
        }
    }
}
