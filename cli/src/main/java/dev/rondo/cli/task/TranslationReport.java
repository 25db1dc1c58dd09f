package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.AttentionPicture;
import dev.rondo.cli.show.AttentionText;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Pair;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How good a model is on sources that it has never seen, with examples and attention maps. */
final class TranslationReport implements TrainingRun.Report {
    private static final int EXAMPLES = 8;
    private static final int PICTURES = 4;

    /** The most symbols of a source whose map fits a terminal with 80 columns. */
    private static final int WIDEST = 36;

    private static final String PICTURE_FOLDER = "attention";

    private final Console console;
    private final TranslationTask task;

    /** A report on the console. */
    TranslationReport(Console console, TranslationTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public TrainingRun.Findings give(Executable executable, RunDirectory run) {
        TranslationData data = task.pairs();
        List<Pair> test = data.test();
        List<Translation> written = task.translate(executable, test, () -> {});
        PrintWriter out = console.out();
        String quality =
                String.format(
                        Locale.ROOT,
                        "%.2f %% of %,d test %ss %s.",
                        100.0 * TranslationTask.right(test, written) / test.size(),
                        test.size(),
                        data.item(),
                        data.verdict());
        out.println(quality);
        out.println();
        List<List<String>> rows = new ArrayList<>();
        int examples = Math.min(EXAMPLES, test.size());
        for (int i = 0; i < examples; i++) {
            Pair pair = test.get(i);
            String text = written.get(i).text();
            String remark = text.equals(pair.target()) ? "" : "   wrong: " + pair.target();
            out.println(String.format(Locale.ROOT, "  %-40s  %s%s", pair.source(), text, remark));
            rows.add(List.of(pair.source(), text, pair.target()));
        }
        List<Block> shown = new ArrayList<>();
        shown.add(new Block.Paragraph(quality));
        shown.add(new Block.Table(List.of("source", "the model writes", "target"), rows));
        if (task.model().attends()) {
            attention(test.subList(0, examples), written.subList(0, examples), run);
        }
        int longest = task.model().codec().longestSource();
        var explorer = new TranslationExplorer(task.model(), executable, longest);
        for (int i = 0; i < Math.min(PICTURES, examples); i++) {
            shown.add(explorer.block(test.get(i).source(), written.get(i), words() + "."));
        }
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println(
                "  rondo predict "
                        + Shell.quoted(run)
                        + " "
                        + Shell.quoted(data.example())
                        + " --attention");
        console.flush();
        return new TrainingRun.Findings(List.of(new Section("What it writes", shown)), Map.of());
    }

    private String words() {
        return String.format(
                Locale.ROOT,
                "What the model looked at (columns) for each %s (rows)",
                task.pairs().symbol());
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
        console.out().println(words() + ":");
        AttentionText.lines(shown.map(), console.unicode()).forEach(console.out()::println);
        console.out().println(AttentionText.legend(console.unicode()));
        for (int i = 0; i < Math.min(PICTURES, pairs.size()); i++) {
            Path file =
                    run.file(PICTURE_FOLDER).resolve(task.pairs().item() + "-" + (i + 1) + ".svg");
            String title = pairs.get(i).source() + "  →  " + written.get(i).text();
            String svg = AttentionPicture.svg(written.get(i).map(), title);
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, svg);
            } catch (IOException e) {
                console.warn("the attention map " + file + " could not be written: " + e);
            }
        }
    }
}
