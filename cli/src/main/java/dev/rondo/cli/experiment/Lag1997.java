package dev.rondo.cli.experiment;

import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The experiments by which the LSTM became known: very long lags, adding, multiplication and order
 * (Hochreiter and Schmidhuber 1997), with the network, the gradient and the criteria of the paper.
 */
final class Lag1997 implements Experiment {
    private static final Sheet SHEET =
            new Sheet(
                    "lag-1997",
                    "What the first LSTM learns by its own truncated gradient on the tasks that it was"
                            + " made for, with lags of up to 1000 steps, beside an LSTM and a GRU of"
                            + " today and guessed weights.",
                    "Hochreiter and Schmidhuber 1997, experiments 2a, 2c, 3a, 4, 5 and 6",
                    Kind.rows(LagRow.all().toArray(Kind[]::new)),
                    new Sheet.Lengths("p, q or T", 20, 10_000),
                    new Sheet.Extent(List.of(20), 1, 200, 0, "half a minute"),
                    new Sheet.Extent(
                            List.of(), 10, 5_000_000, 60, "more than a day; --only chooses rows"),
                    new Sheet.Extent(List.of(100), 2, 200_000, 0, "an hour"),
                    new Sheet.Score("wrong", "wrong sequences among the last", false));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    /** Without lengths each row has those of the paper. */
    @Override
    public List<Integer> lengths(Row row, Plan plan) {
        return plan.lengths().isEmpty()
                ? LagRow.named(row.name()).task().lengths()
                : plan.lengths();
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        return new LagTrial(LagRow.named(trial.row()), trial, plan, lab).run();
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        List<List<String>> table = new ArrayList<>();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        bars.put("published", new LinkedHashMap<>());
        for (Row row : SHEET.rows(plan)) {
            LagRow what = LagRow.named(row.name());
            Map<String, Double> own =
                    bars.computeIfAbsent(what.solver().label(), _ -> new LinkedHashMap<>());
            for (int length : lengths(row, plan)) {
                Results of = results.of(row).of(length);
                String place = what.task().name() + ", " + length;
                what.task()
                        .published(length)
                        .ifPresent(p -> bars.get("published").put(place, (double) p.sequences()));
                own.put(place, solved(of).mean("sequences"));
                if (of.count() > 0) {
                    table.add(cells(row, length, of));
                }
            }
        }
        List<String> places =
                bars.values().stream().flatMap(m -> m.keySet().stream()).distinct().toList();
        return List.of(
                Section.of(
                        "Sequences until success",
                        new Block.Paragraph(
                                String.format(
                                        Locale.ROOT,
                                        "Training sequences until the paper's criterion is met, the"
                                                + " mean over the trials that met it, and the least and"
                                                + " most. The criterion counts the sequences that are"
                                                + " trained on. A trial ends after %,d sequences%s. Test:"
                                                + " wrong ones of %,d fresh sequences, the mean over the"
                                                + " same trials. The first mark is fewer than 140"
                                                + " wrong ones of the last 2,000 for 5-multiplication,"
                                                + " and no wrong one of 256 fresh ones for 3a.",
                                        plan.updates(),
                                        plan.longest().map(t -> " or " + Times.clock(t)).orElse(""),
                                        LagTrial.TEST)),
                        new Block.Table(
                                List.of(
                                        "row",
                                        "p, q or T",
                                        "weights",
                                        "solved",
                                        "sequences",
                                        "least to most",
                                        "published",
                                        "first mark",
                                        "published",
                                        "test"),
                                table),
                        new Block.Drawing(
                                new BarChart(
                                        "Training sequences until success",
                                        "sequences",
                                        places,
                                        bars,
                                        true),
                                "Each bar is the mean over the trials that met the criterion.")));
    }

    private static Results solved(Results of) {
        return new Results(of.finite().filter(r -> r.measured().flag("solved")).toList());
    }

    private static List<String> cells(Row row, int length, Results of) {
        LagTask task = LagRow.named(row.name()).task();
        Results solved = solved(of);
        Results marked = new Results(of.finite().filter(r -> r.measured().has("first")).toList());
        Optional<LagTask.Published> published = task.published(length);
        int diverged = of.diverged().size();
        return List.of(
                row.name(),
                Integer.toString(length),
                whole(of.mean("weights")),
                solved.count()
                        + "/"
                        + of.count()
                        + (diverged == 0 ? "" : ", " + diverged + " diverged"),
                whole(solved.mean("sequences")),
                range(solved),
                published.map(p -> whole(p.sequences())).orElse(""),
                whole(marked.mean("first")),
                published.stream()
                        .flatMapToInt(p -> p.first().stream())
                        .mapToObj(Lag1997::whole)
                        .collect(Collectors.joining()),
                solved.count() == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.1f", solved.mean("test_wrong")));
    }

    private static String range(Results solved) {
        if (solved.count() < 2) {
            return "";
        }
        return solved.numbers("sequences")
                .sorted()
                .boxed()
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                all -> whole(all.getFirst()) + " to " + whole(all.getLast())));
    }

    private static String whole(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%,.0f", number);
    }
}
