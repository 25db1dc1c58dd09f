package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.forecast.NaiveForecast;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The errors of forecasts of the held-out end, next to those of naive forecasts. */
final class SeriesReport implements TrainingRun.Report {
    /** A line of the comparison. */
    private record Compared(String name, ForecastErrors errors) {
        List<String> row() {
            return List.of(name, figure(errors.rmse()), figure(errors.mae()));
        }
    }

    private static final String PICTURE = "forecast.png";
    private static final String PICTURE_IN_WORDS =
            "The held-out rows, and forecasts of %d rows each, one after the other; each knows all"
                    + " rows before it.";

    private final Console console;
    private final SeriesTask task;

    /** A report on the console. */
    SeriesReport(Console console, SeriesTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public TrainingRun.Findings give(Executable executable, RunDirectory run) {
        SeriesWindows windows = task.windows();
        String heldOut =
                String.format(
                        Locale.ROOT,
                        "The last %,d rows (%s to %s) were held out. %,d forecasts of %d rows each:",
                        windows.end(Split.TEST) - windows.begin(Split.TEST),
                        windows.series().time(windows.begin(Split.TEST)),
                        windows.series().time(windows.end(Split.TEST) - 1),
                        windows.origins(Split.TEST).length,
                        windows.form().horizon());
        List<List<String>> rows = compare(executable).stream().map(Compared::row).toList();
        PrintWriter out = console.out();
        out.println(heldOut);
        out.println(line("", "RMSE", "MAE"));
        rows.forEach(r -> out.println(line(r.toArray())));
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo forecast " + Shell.quoted(run));
        console.flush();
        List<Block> shown = new ArrayList<>();
        windows.series().remarks().forEach(r -> shown.add(new Block.Paragraph(r + ".")));
        shown.add(new Block.Paragraph(heldOut));
        shown.add(new Block.Table(List.of("forecast", "RMSE", "MAE"), rows));
        LineChart chart = chart(executable);
        shown.add(
                new Block.Drawing(chart, String.format(Locale.ROOT, PICTURE_IN_WORDS, horizon())));
        return new TrainingRun.Findings(
                List.of(new Section("The held-out end", shown), next(executable)),
                Map.of(PICTURE, chart));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "  %-24s  %10s  %10s", cells);
    }

    private int horizon() {
        return task.windows().form().horizon();
    }

    /** The rows after the end of the file. */
    private Section next(Executable executable) {
        double[] forecast = task.forecast(executable, task.windows().series().rows())[0];
        List<List<String>> rows = new ArrayList<>();
        for (int h = 0; h < forecast.length; h++) {
            rows.add(List.of(Integer.toString(h + 1), figure(forecast[h])));
        }
        String target = task.windows().series().columns().target();
        return Section.of(
                "After the end of the file", new Block.Table(List.of("row", target), rows));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /**
     * The held-out rows as they were, and as they were forecast, each forecast with its neighbors.
     */
    private LineChart chart(Executable executable) {
        SeriesWindows windows = task.windows();
        double[] series = windows.series().target();
        int begin = windows.begin(Split.TEST);
        int end = windows.end(Split.TEST);
        int season = Math.max(1, task.model().settings().season());
        double[] model = new double[end - begin];
        double[] naive = new double[end - begin];
        for (int at = begin; at < end; at += horizon()) {
            // the last forecast reaches to the end, so it may begin earlier
            int origin = Math.min(at, end - horizon());
            double[] forecast = task.forecast(executable, origin)[0];
            System.arraycopy(forecast, 0, model, origin - begin, horizon());
            double[] repeated = new NaiveForecast(season).from(series, origin, horizon());
            System.arraycopy(repeated, 0, naive, origin - begin, horizon());
        }
        double[] places = IntStream.range(begin, end).mapToDouble(i -> i).toArray();
        double[] came = // a row that was filled in did not come
                IntStream.range(begin, end)
                        .mapToDouble(i -> windows.series().isFilled(i) ? Double.NaN : series[i])
                        .toArray();
        return new LineChart(
                "",
                windows.series().columns().time().map(Series.Time::column).orElse("row"),
                windows.series().columns().target(),
                List.of(
                        new Line("what came", places, came),
                        new Line("this model", places, model),
                        new Line(season == 1 ? "last value" : "last season", places, naive)),
                place -> time(windows.series(), place));
    }

    private static String time(Series series, double place) {
        long row = Math.round(place);
        return row >= 0 && row < series.rows() ? series.time((int) row) : "";
    }

    private List<Compared> compare(Executable executable) {
        List<Compared> compared = new ArrayList<>();
        compared.add(new Compared("this model", task.errors(executable, Split.TEST, () -> {})));
        compared.add(new Compared("last value", naive(1)));
        int season = task.model().settings().season();
        if (season > 1) {
            compared.add(new Compared("last season (" + season + " rows)", naive(season)));
        }
        return compared;
    }

    private ForecastErrors naive(int season) {
        double[] series = task.windows().series().target();
        int[] origins = task.windows().origins(Split.TEST);
        NaiveForecast naive = new NaiveForecast(season);
        double[][] forecasts =
                Arrays.stream(origins)
                        .mapToObj(origin -> naive.from(series, origin, horizon()))
                        .toArray(double[][]::new);
        return ForecastErrors.of(series, origins, forecasts);
    }
}
