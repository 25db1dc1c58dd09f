package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.show.AttentionMap;
import dev.rondo.cli.show.AttentionPicture;
import dev.rondo.cli.show.AttentionText;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.DatePair;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How good a model of dates is on dates it has never seen, with examples and attention maps. */
public final class DatesReport implements TrainingRun.Report {
    private static final int TEST_DATES = 5000;
    private static final int EXAMPLES = 8;
    private static final int PICTURES = 4;

    /** Characters of a written date whose map fits a terminal of 80 columns. */
    private static final int WIDEST = 36;

    private static final String PICTURE_FOLDER = "attention";

    private final Console console;
    private final DatesTask task;

    /** A report on the console. */
    public DatesReport(Console console, DatesTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public void give(Executable executable, RunDirectory run) {
        List<DatePair> dates = task.testDates(TEST_DATES);
        List<DatesModel.Translation> written = task.translate(executable, dates);
        int right = DatesTask.right(dates, written);
        PrintWriter out = console.out();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%.2f %% of %,d test dates are right in all ten characters"
                                + " (none of these dates occurs in training).",
                        100.0 * right / TEST_DATES,
                        TEST_DATES));
        out.println();
        for (int i = 0; i < EXAMPLES; i++) {
            DatePair d = dates.get(i);
            String iso = written.get(i).iso();
            String remark = iso.equals(d.iso()) ? "" : "   wrong: " + d.iso();
            out.println("  %-40s  %s%s".formatted(d.written(), iso, remark));
        }
        attention(dates, written, run);
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo predict " + run + " \"3rd of May 2021\" --attention");
        console.flush();
    }

    private void attention(
            List<DatePair> dates, List<DatesModel.Translation> written, RunDirectory run) {
        if (written.getFirst().weights().isEmpty()) {
            return;
        }
        int shown = 0;
        for (int i = 1; i < EXAMPLES; i++) {
            int length = dates.get(i).written().length();
            if (length > dates.get(shown).written().length() && length <= WIDEST) {
                shown = i;
            }
        }
        AttentionMap map = map(dates.get(shown).written(), written.get(shown));
        console.out().println();
        console.out().println("What the model looked at (columns) for each character (rows):");
        AttentionText.lines(map, console.unicode()).forEach(console.out()::println);
        console.out().println(AttentionText.legend(console.unicode()));
        for (int i = 0; i < PICTURES; i++) {
            Path file = run.file(PICTURE_FOLDER).resolve("date-" + (i + 1) + ".svg");
            String title = dates.get(i).written() + "  →  " + written.get(i).iso();
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file,
                        AttentionPicture.svg(map(dates.get(i).written(), written.get(i)), title));
            } catch (IOException e) {
                console.warn("the attention map " + file + " could not be written: " + e);
            }
        }
    }

    /** The attention of one translation. */
    public static AttentionMap map(String written, DatesModel.Translation translation) {
        float[][] weights = new float[translation.weights().size()][];
        for (int i = 0; i < weights.length; i++) {
            double[] row = translation.weights().get(i);
            weights[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                weights[i][j] = (float) row[j];
            }
        }
        return new AttentionMap(symbols(written), symbols(translation.iso()), weights);
    }

    private static List<String> symbols(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }
}
