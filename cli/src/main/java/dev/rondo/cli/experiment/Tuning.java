package dev.rondo.cli.experiment;

import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which learning rate did best, row by row, on seeds that are not reported. */
final class Tuning {
    private Tuning() {}

    static Section section(Experiment experiment, Plan plan, Results results) {
        Sheet.Score score = experiment.sheet().score();
        List<List<String>> rows = new ArrayList<>();
        for (Row row : experiment.sheet().rows(plan)) {
            double best = best(score, row, results.of(row));
            for (double rate : row.rates()) {
                Results of = results.of(row).with(t -> t.learningRate() == rate);
                rows.add(
                        List.of(
                                row.name(),
                                Double.toString(rate),
                                String.format(Locale.ROOT, "%.4g", of.mean(score.name())),
                                Integer.toString(of.count()),
                                Integer.toString(of.diverged().size()),
                                rate == best ? "best" : ""));
            }
        }
        return Section.of(
                "Learning rates",
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Each is judged by the mean of %s over its trials; %s is better. One"
                                        + " whose trials diverged is not chosen.",
                                score.what(),
                                score.highest() ? "more" : "less")),
                new Block.Table(
                        List.of("row", "learning rate", score.what(), "trials", "diverged", ""),
                        rows));
    }

    /** The best of the rates none of whose trials diverged; NaN if there is none. */
    private static double best(Sheet.Score score, Row row, Results results) {
        Comparator<Double> order =
                Comparator.comparingDouble(rate -> at(results, rate).mean(score.name()));
        return row.rates().stream()
                .filter(rate -> at(results, rate).count() > 0)
                .filter(rate -> at(results, rate).diverged().isEmpty())
                .max(score.highest() ? order : order.reversed())
                .orElse(Double.NaN);
    }

    private static Results at(Results results, double rate) {
        return results.with(t -> t.learningRate() == rate);
    }
}
