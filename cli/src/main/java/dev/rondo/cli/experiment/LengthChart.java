package dev.rondo.cli.experiment;

import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.page.Block;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A bar for each row at each lag or length: rows that do equally well stand side by side, where
 * lines would hide each other.
 *
 * @param title stands above
 * @param unit of the values
 * @param lengths the lags or lengths, in order
 * @param rows what is compared
 * @param results all of them
 */
record LengthChart(
        String title, String unit, List<Integer> lengths, List<Row> rows, Results results) {
    /**
     * The chart.
     *
     * @param value of a row's results at one length; not finite where there is no bar
     * @param description what there is to see
     */
    Block of(ToDoubleFunction<Results> value, String description) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (Row row : rows) {
            Map<String, Double> heights = new LinkedHashMap<>();
            for (int length : lengths) {
                heights.put(
                        Integer.toString(length), value.applyAsDouble(results.of(row).of(length)));
            }
            bars.put(row.name(), heights);
        }
        List<String> places = lengths.stream().map(Object::toString).toList();
        return new Block.Drawing(new BarChart(title, unit, places, bars, false), description);
    }
}
