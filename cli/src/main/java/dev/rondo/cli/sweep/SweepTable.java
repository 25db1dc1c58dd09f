package dev.rondo.cli.sweep;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import dev.rondo.models.checkpoint.OutputFile;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a sweep as tables. */
final class SweepTable {
    private SweepTable() {}

    /** The names of the columns of {@link #standings}. */
    static List<String> header(List<String> options) {
        List<String> header = new ArrayList<>(options);
        header.addAll(List.of("metric", "mean", "least", "largest", "seeds", "best trial"));
        return header;
    }

    /** A row for each combination, the best one first. */
    static List<List<String>> standings(Ranking ranking) {
        List<List<String>> rows = new ArrayList<>();
        for (Standing s : ranking.standings()) {
            List<String> row = new ArrayList<>(s.values().values());
            row.add(s.metric());
            row.add(figure(s.measured().getAverage()));
            row.add(figure(s.measured().getMin()));
            row.add(figure(s.measured().getMax()));
            row.add(s.seeds());
            row.add("" + s.best().number());
            rows.add(row);
        }
        return rows;
    }

    /** A measured number for people. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    /**
     * Writes every finished trial, in the order of their numbers, as CSV.
     *
     * @param results what is finished, by trial
     */
    static void write(Path file, List<String> options, Map<Trial, TrialResult> results) {
        List<String> header = new ArrayList<>(List.of("trial"));
        header.addAll(options);
        header.addAll(
                List.of("seed", "metric", "value", "best_step", "seconds", "exit_code", "reason"));
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header);
            results.forEach((trial, result) -> csv.writeRecord(row(trial, result)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        OutputFile.write(file, out -> out.write(bytes));
    }

    private static List<String> row(Trial trial, TrialResult r) {
        List<String> row = new ArrayList<>(List.of("" + trial.number()));
        row.addAll(trial.values().values());
        row.add("" + trial.seed());
        row.add(r.best().map(b -> b.metric()).orElse(""));
        row.add(r.best().map(b -> "" + b.value()).orElse(""));
        row.add(r.best().map(b -> "" + b.step()).orElse(""));
        row.add(String.format(Locale.ROOT, "%.3f", r.seconds()));
        row.add("" + r.code());
        row.add(r.reason().orElse(""));
        return row;
    }
}
