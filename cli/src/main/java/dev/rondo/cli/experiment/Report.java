package dev.rondo.cli.experiment;

import dev.rondo.cli.Shell;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the finished trials of an experiment say, for the console and as a page.
 *
 * @param experiment which
 * @param directory holds them
 * @param findings what they say
 */
record Report(Experiment experiment, ExperimentDirectory directory, List<Section> findings) {
    static Report of(Experiment experiment, ExperimentDirectory directory) {
        Plan plan = directory.plan();
        List<Section> findings =
                plan.size() == Size.TUNING
                        ? List.of(Tuning.section(experiment, plan, directory.results()))
                        : experiment.findings(plan, directory.results());
        return new Report(experiment, directory, findings);
    }

    /** Tables and sentences as text. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Section section : findings) {
            lines.add(section.title());
            for (Block block : section.blocks()) {
                lines.addAll(text(block));
            }
            lines.add("");
        }
        lines.add(trials());
        directory.results().diverged().stream().map(Report::diverged).forEach(lines::add);
        return lines;
    }

    private static List<String> text(Block block) {
        return switch (block) {
            case Block.Paragraph(String text) -> List.of(text);
            case Block.Preformatted(String text) -> text.lines().toList();
            case Block.Properties(var rows) -> TextTable.lines(rows);
            case Block.Table(var header, var rows) -> TextTable.lines(header, rows);
            case Block.Index(var header, var entries) ->
                    TextTable.lines(
                            header, entries.stream().map(Block.Index.Entry::cells).toList());
            case Block.HeatTable(var columns, var rows) ->
                    TextTable.lines(
                            Stream.concat(Stream.of(""), columns.stream()).toList(),
                            rows.stream().map(Report::texts).toList());
            case Block.Picture _, Block.Lines _, Block.Explorer _, Block.Drawing _ -> List.of();
        };
    }

    private static List<String> texts(Block.HeatTable.Row row) {
        return Stream.concat(
                        Stream.of(row.name()), row.cells().stream().map(Block.HeatTable.Cell::text))
                .toList();
    }

    Page page() {
        List<Section> sections = new ArrayList<>();
        sections.add(
                Section.of(
                        "Claim",
                        new Block.Paragraph(experiment.sheet().shows()),
                        new Block.Paragraph("Source: " + experiment.sheet().source())));
        sections.addAll(findings);
        sections.add(new Section("Trials", trialBlocks()));
        sections.add(new Section("Provenance", provenance()));
        return new Page("rondo experiment " + experiment.sheet().name(), subtitle(), sections);
    }

    private String subtitle() {
        return switch (directory.plan().size()) {
            case QUICK ->
                    "A quick run, to see that everything works: its figures are not those of the"
                            + " experiment";
            case REAL -> trials();
            case TUNING -> "The choice of learning rates, on seeds that are not reported";
        };
    }

    private String trials() {
        Results results = directory.results();
        int all = experiment.trials(directory.plan()).size();
        double seconds = results.all().stream().mapToDouble(TrialResult::seconds).sum();
        return String.format(
                Locale.ROOT,
                "%,d of %,d trials finished in %s of work; %s",
                results.count(),
                all,
                Times.clock(Duration.ofMillis(Math.round(seconds * 1000))),
                results.diverged().isEmpty()
                        ? "none diverged"
                        : results.diverged().size() + " of them diverged");
    }

    private static String diverged(TrialResult r) {
        return "diverged: " + r.trial() + ": " + r.diverged().orElseThrow();
    }

    private List<Block> trialBlocks() {
        Plan plan = directory.plan();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(trials() + "."));
        blocks.add(
                new Block.Table(
                        List.of("row", "what it is", "learning rate"),
                        experiment.sheet().rows(plan).stream()
                                .map(r -> List.of(r.name(), r.what(), rate(plan, r)))
                                .toList()));
        blocks.add(
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Seeds %s; at most %,d updates%s.",
                                plan.seedNumbers()
                                        .mapToObj(Long::toString)
                                        .collect(Collectors.joining(", ")),
                                plan.updates(),
                                plan.minutes() > 0 ? " and " + plan.minutes() + " minutes" : "")));
        List<TrialResult> diverged = directory.results().diverged();
        if (!diverged.isEmpty()) {
            blocks.add(
                    new Block.Preformatted(
                            diverged.stream()
                                    .map(Report::diverged)
                                    .collect(Collectors.joining("\n"))));
        }
        return blocks;
    }

    private static String rate(Plan plan, Row row) {
        return plan.size() == Size.TUNING
                ? row.rates().stream().map(Object::toString).collect(Collectors.joining(", "))
                : row.learningRate() > 0 ? Double.toString(row.learningRate()) : "none";
    }

    private List<Block> provenance() {
        List<Block> blocks = new ArrayList<>();
        for (Configuration stretch : directory.stretches()) {
            List<List<String>> rows = new ArrayList<>();
            for (String key : stretch.keys()) {
                rows.add(List.of(key.replace('_', ' '), value(stretch, key)));
            }
            blocks.add(new Block.Properties(rows));
        }
        return blocks;
    }

    private static String value(Configuration stretch, String key) {
        return key.equals("command_line")
                ? stretch.texts(key).stream().map(Shell::quoted).collect(Collectors.joining(" "))
                : stretch.values().get(key).toString();
    }
}
