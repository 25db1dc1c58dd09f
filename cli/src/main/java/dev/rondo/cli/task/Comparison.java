package dev.rondo.cli.task;

import dev.rondo.cli.show.page.Block;
import dev.rondo.models.data.Panel;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.task.ForecastSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The errors of a model beside those of forecasts that need no learning.
 *
 * @param model the model's
 * @param rivals the others', by their names
 */
record Comparison(ForecastErrors model, Map<String, ForecastErrors> rivals) {
    private static final List<String> HEADER = List.of("RMSE", "MAE", "MASE", "sMAPE");

    /**
     * Compares forecasts with those of the rivals from the same origins.
     *
     * @param sets the model's forecasts, whose errors count together
     * @param season rows of a season; 1 for none
     * @param scales what MASE divides the errors of each series by
     */
    static Comparison of(List<ForecastSet> sets, Panel panel, int season, double[] scales) {
        Map<String, ForecastErrors> rivals = new LinkedHashMap<>();
        for (Rival rival : Rival.all(season)) {
            List<ForecastSet> theirs = sets.stream().map(s -> rival.beside(s, panel)).toList();
            rivals.put(rival.name(), ForecastSet.errors(theirs, scales));
        }
        return new Comparison(ForecastSet.errors(sets, scales), rivals);
    }

    /** What is said first, where another forecast is better; empty where the model is best. */
    Optional<String> warning() {
        return rivals.entrySet().stream()
                .filter(r -> measure(r.getValue()) < measure(model))
                .min((a, b) -> Double.compare(measure(a.getValue()), measure(b.getValue())))
                .map(
                        r ->
                                String.format(
                                        Locale.ROOT,
                                        "This model loses to the %s: its %s is %s, that of the %s %s. Use that"
                                                + " instead.",
                                        Rival.plain(r.getKey()),
                                        isScaled() ? "MASE" : "mean absolute error",
                                        figure(measure(model)),
                                        Rival.plain(r.getKey()),
                                        figure(measure(r.getValue()))));
    }

    private boolean isScaled() {
        return Double.isFinite(model.mase());
    }

    /** What decides which is better. */
    private double measure(ForecastErrors errors) {
        return isScaled() ? errors.mase() : errors.mae();
    }

    /** The table for the console. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("", HEADER));
        rows().forEach(r -> lines.add(line(r.getFirst(), r.subList(1, r.size()))));
        return lines;
    }

    private static String line(String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-24s", name));
        cells.forEach(c -> line.append(String.format(Locale.ROOT, "  %11s", c)));
        return line.toString();
    }

    /** How good the intervals are, in a sentence; empty where there are none. */
    Optional<String> intervals() {
        return model.spread()
                .map(
                        s ->
                                String.format(
                                        Locale.ROOT,
                                        "The %.0f %% intervals hold %.1f %% of the values, at a mean width of %.3f;"
                                                + " CRPS %.3f (both divided as MASE is).",
                                        100 * Forecast.COVERAGE,
                                        100 * s.coverage(),
                                        s.width(),
                                        s.crps()));
    }

    /** The table for a page. */
    Block.Table table() {
        List<String> header = new ArrayList<>(List.of("forecast"));
        header.addAll(HEADER);
        return new Block.Table(header, rows());
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("this model", model));
        rivals.forEach((name, errors) -> rows.add(row(name, errors)));
        return rows;
    }

    /** What each origin found, for the console. */
    static String origins(List<String> names, List<Comparison> each) {
        return String.join(
                System.lineSeparator(),
                originRows(names, each).stream()
                        .map(r -> line(r.getFirst(), r.subList(1, r.size())))
                        .toList());
    }

    /** What each origin found, for a page. */
    static Block.Table originTable(List<String> names, List<Comparison> each) {
        List<List<String>> rows = originRows(names, each);
        return new Block.Table(rows.getFirst(), rows.subList(1, rows.size()));
    }

    private static List<List<String>> originRows(List<String> names, List<Comparison> each) {
        Comparison first = each.getFirst();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>();
        header.add(first.isScaled() ? "MASE from" : "MAE from");
        header.add("this model");
        first.rivals().keySet().forEach(name -> header.add(Rival.plain(name)));
        rows.add(header);
        for (int i = 0; i < each.size(); i++) {
            Comparison one = each.get(i);
            List<String> row = new ArrayList<>();
            row.add(names.get(i));
            row.add(figure(one.measure(one.model())));
            one.rivals().values().forEach(e -> row.add(figure(one.measure(e))));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> row(String name, ForecastErrors e) {
        return List.of(
                name,
                figure(e.rmse()),
                figure(e.mae()),
                Double.isFinite(e.mase()) ? String.format(Locale.ROOT, "%.3f", e.mase()) : "-",
                String.format(Locale.ROOT, "%.2f %%", e.smape()));
    }

    /** Four digits; a dash where nothing was measured. */
    static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }
}
