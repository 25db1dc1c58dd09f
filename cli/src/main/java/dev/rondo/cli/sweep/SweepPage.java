package dev.rondo.cli.sweep;

import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.Chart;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Band;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.cli.task.RunPage;
import dev.rondo.models.checkpoint.TrainingState.Best;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A sweep on one page: the combinations, what each option does, and the trials. */
final class SweepPage {
    private final SweepDirectory directory;
    private final Ranking ranking;
    private final Map<Trial, TrialResult> results;

    /**
     * The page of what is finished.
     *
     * @param results by trial
     */
    SweepPage(SweepDirectory directory, Ranking ranking, Map<Trial, TrialResult> results) {
        this.directory = directory;
        this.ranking = ranking;
        this.results = results;
    }

    Page page() {
        SweepPlan plan = directory.plan();
        List<String> options = plan.search().options();
        List<Section> sections = new ArrayList<>();
        if (!ranking.standings().isEmpty()) {
            sections.add(
                    Section.of(
                            "Combinations",
                            new Block.Table(
                                    SweepTable.header(options), SweepTable.standings(ranking))));
        }
        List<Block> charts = charts(options);
        if (!charts.isEmpty()) {
            sections.add(new Section("Options", charts));
        }
        sections.add(Section.of("Trials", trials(options)));
        if (!ranking.failed().isEmpty()) {
            sections.add(Section.of("Failures", failures()));
        }
        sections.add(Section.of("Settings", settings(plan)));
        return new Page(
                "Sweep of rondo train " + plan.task(),
                String.format(
                        Locale.ROOT,
                        "%,d of %,d trials are finished, %,d of them failed",
                        results.size(),
                        plan.trials().size(),
                        ranking.failed().size()),
                sections);
    }

    private Block trials(List<String> options) {
        List<String> header = new ArrayList<>(List.of("trial"));
        header.addAll(options);
        header.addAll(List.of("seed", "metric", "value", "at step", "seconds"));
        List<Block.Index.Entry> entries = new ArrayList<>();
        results.forEach(
                (trial, result) -> {
                    List<String> cells = new ArrayList<>(List.of("" + trial.number()));
                    cells.addAll(trial.values().values());
                    cells.add("" + trial.seed());
                    cells.add(result.best().map(Best::metric).orElse(""));
                    cells.add(
                            result.best().map(b -> SweepTable.figure(b.value())).orElse("failed"));
                    cells.add(
                            result.best()
                                    .map(b -> String.format(Locale.ROOT, "%,d", b.step()))
                                    .orElse(""));
                    cells.add(String.format(Locale.ROOT, "%.1f", result.seconds()));
                    entries.add(new Block.Index.Entry(target(trial), cells));
                });
        return new Block.Index(header, entries);
    }

    private Block failures() {
        return new Block.Properties(
                ranking.failed().values().stream()
                        .map(r -> List.of("trial " + r.trial(), r.reason().orElseThrow()))
                        .toList());
    }

    /** The page of the run; where it made none, what its training wrote. */
    private String target(Trial trial) {
        String page = trial.directory() + "/" + RunPage.FILE;
        return Files.exists(directory.path().resolve(page)) ? page : trial.log();
    }

    private static Block settings(SweepPlan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("command", "rondo train " + plan.task()));
        rows.add(List.of("options of every trial", String.join(" ", plan.words())));
        plan.grid().forEach(text -> rows.add(List.of("grid", text)));
        plan.random()
                .ifPresent(
                        r -> {
                            r.draws().forEach(text -> rows.add(List.of("drawn", text)));
                            rows.add(List.of("combinations drawn", "" + r.combinations()));
                            rows.add(List.of("seed of the draws", "" + r.seed()));
                        });
        rows.add(
                List.of(
                        "seeds",
                        plan.firstSeed() + " to " + (plan.firstSeed() + plan.seeds() - 1)));
        return new Block.Properties(rows);
    }

    /** For each metric and each option with several values, the metric at each value. */
    private List<Block> charts(List<String> options) {
        List<Block> charts = new ArrayList<>();
        for (String metric : ranking.metrics()) {
            for (String option : options) {
                Map<String, DoubleSummaryStatistics> byValue = byValue(metric, option);
                if (byValue.size() > 1) {
                    charts.add(
                            new Block.Drawing(
                                    chart(metric, option, byValue),
                                    metric
                                            + " at each value of "
                                            + option
                                            + ": mean, least and largest of the trials with it."));
                }
            }
        }
        return charts;
    }

    private Map<String, DoubleSummaryStatistics> byValue(String metric, String option) {
        Map<String, DoubleSummaryStatistics> byValue = new LinkedHashMap<>();
        results.forEach(
                (trial, result) ->
                        result.best()
                                .filter(b -> b.metric().equals(metric))
                                .ifPresent(
                                        b ->
                                                byValue.computeIfAbsent(
                                                                trial.values().get(option),
                                                                _ -> new DoubleSummaryStatistics())
                                                        .accept(b.value())));
        return byValue;
    }

    /** Numbers in rising order, with a line; words as bars. */
    private static Chart chart(
            String metric, String option, Map<String, DoubleSummaryStatistics> byValue) {
        Optional<List<String>> rising = rising(byValue.keySet().stream().toList());
        return rising.<Chart>map(values -> lines(metric, option, values, byValue))
                .orElseGet(() -> bars(metric, option, byValue));
    }

    /** The values in rising order, if all are numbers. */
    private static Optional<List<String>> rising(List<String> values) {
        try {
            return Optional.of(
                    values.stream()
                            .sorted(Comparator.comparingDouble(Double::parseDouble))
                            .toList());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static LineChart lines(
            String metric,
            String option,
            List<String> values,
            Map<String, DoubleSummaryStatistics> byValue) {
        List<DoubleSummaryStatistics> rising = values.stream().map(byValue::get).toList();
        double[] places = IntStream.range(0, values.size()).asDoubleStream().toArray();
        double[] mean = rising.stream().mapToDouble(DoubleSummaryStatistics::getAverage).toArray();
        return new LineChart(
                        "",
                        option,
                        metric,
                        List.of(new Line("mean", places, mean)),
                        place -> label(values, place))
                .with(
                        new Band(
                                "least to largest",
                                places,
                                rising.stream()
                                        .mapToDouble(DoubleSummaryStatistics::getMin)
                                        .toArray(),
                                rising.stream()
                                        .mapToDouble(DoubleSummaryStatistics::getMax)
                                        .toArray()));
    }

    private static String label(List<String> values, double place) {
        return place == Math.rint(place) && place >= 0 && place < values.size()
                ? values.get((int) place)
                : "";
    }

    private static BarChart bars(
            String metric, String option, Map<String, DoubleSummaryStatistics> byValue) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        byValue.forEach(
                (value, measured) -> {
                    put(bars, "mean", value, measured.getAverage());
                    put(bars, "least", value, measured.getMin());
                    put(bars, "largest", value, measured.getMax());
                });
        return new BarChart(option, metric, List.copyOf(byValue.keySet()), bars, false);
    }

    private static void put(
            Map<String, Map<String, Double>> bars, String series, String place, double height) {
        bars.computeIfAbsent(series, _ -> new LinkedHashMap<>()).put(place, height);
    }
}
