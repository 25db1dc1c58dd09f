package dev.rondo.cli.task;

import dev.rondo.cli.Shell;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A page about a run: the results of the task, curves, configuration and provenance. */
public final class RunPage {
    /** Its name in the run directory. */
    public static final String FILE = "report.html";

    private RunPage() {}

    /**
     * The page of a run that has ended.
     *
     * @param shown the sections of the task
     */
    static Page of(RunDirectory run, Task task, TrainingCurves curves, List<Section> shown) {
        Description described = run.latest().description();
        List<Section> sections = new ArrayList<>(shown);
        sections.add(training(curves));
        sections.add(
                Section.of("Configuration", new Block.Properties(settings(described.model()))));
        sections.add(new Section("Provenance", provenance(described.provenance())));
        return new Page(title(run, task), inWords(task, described.training()), sections);
    }

    /** The title of every page about a run. */
    static String title(RunDirectory run, Task task) {
        String name = run.path().toAbsolutePath().normalize().getFileName().toString();
        return "rondo train " + task.name() + ": " + name;
    }

    /** The section with all curves. */
    static Section training(TrainingCurves curves) {
        return new Section("Training", curves(curves));
    }

    private static String inWords(Task task, TrainingState state) {
        String words =
                String.format(
                        Locale.ROOT,
                        "%,d steps in %s of training",
                        state.step(),
                        Times.clock(Duration.ofMillis(Math.round(state.seconds() * 1000))));
        return state.best()
                .map(
                        b ->
                                words
                                        + String.format(
                                                Locale.ROOT,
                                                "; the best model is that of step %,d (%s %.4g)",
                                                b.step(),
                                                b.metric().replace('_', ' '),
                                                b.value()))
                .orElse(words);
    }

    private static List<Block> curves(TrainingCurves curves) {
        List<Block> blocks = new ArrayList<>();
        add(blocks, curves.loss(""), "The loss in training, smoothed.");
        for (LineChart metric : curves.metrics()) {
            add(blocks, metric, "Evaluations: " + metric.unit() + ".");
        }
        add(blocks, curves.learningRate(), "The learning rate.");
        if (blocks.isEmpty()) {
            blocks.add(new Block.Paragraph("There are no metrics."));
        }
        return blocks;
    }

    private static void add(List<Block> blocks, LineChart chart, String description) {
        if (!chart.isEmpty()) {
            blocks.add(new Block.Drawing(chart, description));
        }
    }

    private static List<List<String>> settings(Configuration c) {
        List<List<String>> rows = new ArrayList<>();
        flatten("", c.values(), rows);
        return rows;
    }

    private static void flatten(String prefix, Map<?, ?> values, List<List<String>> rows) {
        values.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?> section) {
                        flatten(prefix + key + ".", section, rows);
                    } else {
                        rows.add(List.of(prefix + key, text(value)));
                    }
                });
    }

    private static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(RunPage::text).collect(Collectors.joining("; "));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> e.getKey() + " " + text(e.getValue()))
                            .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private static List<Block> provenance(List<Provenance> stretches) {
        List<Block> blocks = new ArrayList<>();
        for (Provenance p : stretches) {
            if (stretches.size() > 1) {
                blocks.add(new Block.Paragraph("From step " + p.fromStep() + " on:"));
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(
                    List.of(
                            "command",
                            p.commandLine().stream()
                                    .map(Shell::quoted)
                                    .collect(Collectors.joining(" "))));
            rows.add(List.of("began", p.started().toString()));
            rows.add(List.of("ended", p.finished().toString()));
            rows.add(List.of("backend", p.backend() + ", threads: " + p.threads()));
            rows.add(List.of("device", p.device()));
            rows.add(List.of("Rondo", p.rondo()));
            rows.add(List.of("Java", p.java()));
            rows.add(List.of("operating system", p.os()));
            rows.add(List.of("seed", Long.toString(p.seed())));
            for (DataSource d : p.data()) {
                rows.add(
                        List.of(
                                "data",
                                String.format(Locale.ROOT, "%s, %,d bytes", d.name(), d.bytes())));
                rows.add(List.of("SHA-256 of the data", d.sha256()));
            }
            blocks.add(new Block.Properties(rows));
        }
        return blocks;
    }
}
