package dev.rondo.cli.task;

import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A chart of some rows of a series as they were and as they were forecast. */
final class HeldOutChart {
    private final Series series;
    private final int begin;
    private final int end;
    private final Rival rival;
    private final double[] target;
    private final double[] points;
    private final double[] low;
    private final double[] high;
    private final double[] naive;

    /**
     * A chart of the rows from {@code begin} to before {@code end}.
     *
     * @param rival is drawn beside the forecasts
     */
    HeldOutChart(Series series, int begin, int end, Rival rival) {
        this.series = series;
        this.begin = begin;
        this.end = end;
        this.rival = rival;
        target = series.target();
        points = nothing();
        low = nothing();
        high = nothing();
        naive = nothing();
    }

    private double[] nothing() {
        double[] none = new double[end - begin];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** Adds a forecast from an origin, and the rival's. */
    void add(int origin, Forecast forecast) {
        double[] repeated = rival.from(target, origin, forecast.points().length);
        for (int h = 0; h < repeated.length; h++) {
            int at = origin + h - begin;
            points[at] = forecast.points()[h];
            naive[at] = repeated[h];
            if (forecast.isProbabilistic()) {
                low[at] = forecast.low(h);
                high[at] = forecast.high(h);
            }
        }
    }

    LineChart drawn() {
        double[] places = IntStream.range(begin, end).mapToDouble(i -> i).toArray();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("what came", places, series.measured(begin, end)));
        lines.add(new Line("this model", places, points));
        lines.add(new Line(Rival.plain(rival.name()), places, naive));
        LineChart chart =
                new LineChart(
                        "",
                        series.columns().time().map(Series.Time::column).orElse("row"),
                        series.columns().target(),
                        lines,
                        this::time);
        return Arrays.stream(low).allMatch(Double::isNaN)
                ? chart
                : chart.with(new LineChart.Band("5 to 95 %", places, low, high));
    }

    private String time(double place) {
        long row = Math.round(place);
        return row >= 0 && row < series.rows() ? series.time((int) row) : "";
    }
}
