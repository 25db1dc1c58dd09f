package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.forecast.Conformal;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.task.ForecastSet;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The errors of forecasts of the held-out end, next to those of naive forecasts. */
final class SeriesReport implements TrainingRun.Report {
    private static final String PICTURE = "forecast.png";
    private static final String PICTURE_IN_WORDS =
            "The held-out rows%s, and forecasts of %d rows each, one after the other; each knows all"
                    + " rows before it. The band is the interval of %.0f %%.";

    /** Series of a panel whose next rows are on the page. */
    private static final int SHOWN = 20;

    private final Console console;
    private final SeriesTask task;

    /** A report on the console. */
    SeriesReport(Console console, SeriesTask task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public TrainingRun.Findings give(Executable executable, RunDirectory run) {
        List<Section> sections = new ArrayList<>();
        Map<String, LineChart> pictures = new LinkedHashMap<>();
        PrintWriter out = console.out();
        if (windows().form().test() > 0) {
            Origins origins = task.training().measured(Split.TEST);
            ForecastSet made = task.training().forecasts(executable, origins);
            Comparison compared =
                    Comparison.of(List.of(made), panel(), season(), task.training().scales());
            compared.warning().ifPresent(out::println);
            String heldOut = heldOut(origins);
            out.println(heldOut);
            compared.lines().forEach(out::println);
            compared.intervals().ifPresent(out::println);
            LineChart chart = chart(executable);
            pictures.put(PICTURE, chart);
            sections.add(new Section("The held-out end", shown(compared, heldOut, chart)));
        }
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo forecast " + Shell.quoted(run));
        console.flush();
        next(executable).ifPresent(sections::add);
        return new TrainingRun.Findings(sections, pictures);
    }

    private SeriesWindows windows() {
        return task.windows();
    }

    private Panel panel() {
        return windows().panel();
    }

    private boolean isAlone() {
        return panel().series().size() == 1;
    }

    private int horizon() {
        return windows().form().horizon();
    }

    private String heldOut(Origins origins) {
        Series first = panel().series().getFirst();
        return isAlone()
                ? String.format(
                        Locale.ROOT,
                        "The last %,d rows (%s to %s) were held out. %,d forecasts of %d rows each:",
                        windows().rows(Split.TEST),
                        first.time(windows().begin(Split.TEST, first)),
                        first.time(windows().end(Split.TEST, first) - 1),
                        origins.size(),
                        horizon())
                : String.format(
                        Locale.ROOT,
                        "The last rows of each of %,d series were held out, %,d in all. %,d forecasts of"
                                + " %d rows each:",
                        panel().series().size(),
                        windows().rows(Split.TEST),
                        origins.size(),
                        horizon());
    }

    private List<Block> shown(Comparison compared, String heldOut, LineChart chart) {
        List<Block> shown = new ArrayList<>();
        compared.warning().ifPresent(w -> shown.add(new Block.Paragraph(w)));
        panel().remarks().forEach(r -> shown.add(new Block.Paragraph(r + ".")));
        shown.add(new Block.Paragraph(heldOut));
        shown.add(compared.table());
        compared.intervals().ifPresent(i -> shown.add(new Block.Paragraph(i)));
        shown.add(
                new Block.Drawing(
                        chart,
                        String.format(
                                Locale.ROOT,
                                PICTURE_IN_WORDS,
                                isAlone() ? "" : " of series '" + shownSeries().id() + "'",
                                horizon(),
                                100 * Forecast.COVERAGE)));
        return shown;
    }

    private int season() {
        return Math.max(1, task.model().settings().season());
    }

    /** The rows after the end of the file, where all that must be known of them is. */
    private Optional<Section> next(Executable executable) {
        if (panel().columns().known().size() + panel().columns().holidays().stream().count() > 0) {
            return Optional.empty(); // 'rondo forecast' says what is missing
        }
        Origins origins = panel().origins(Series::rows).thinned(SHOWN);
        Optional<Conformal> calibrated = task.model().calibration(executable, panel());
        List<Forecast> forecasts =
                task.model()
                        .forecasts(
                                task.training().outcomes(executable, () -> {}, origins),
                                panel(),
                                origins,
                                calibrated);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < origins.size(); i++) {
            Series series = panel().series().get(origins.series()[i]);
            Forecast forecast = forecasts.get(i);
            for (int h = 0; h < horizon(); h++) {
                List<String> row = new ArrayList<>();
                if (!isAlone()) {
                    row.add(series.id());
                }
                row.add(series.later(h + 1).orElse("+" + (h + 1)));
                row.add(Comparison.figure(forecast.points()[h]));
                if (forecast.isProbabilistic()) {
                    row.add(Comparison.figure(forecast.low(h)));
                    row.add(Comparison.figure(forecast.high(h)));
                }
                rows.add(row);
            }
        }
        List<String> header = new ArrayList<>(isAlone() ? List.of() : List.of("series"));
        header.add(panel().columns().time().map(Series.Time::column).orElse("row"));
        header.add(panel().columns().target());
        if (calibrated.isPresent()) {
            header.addAll(List.of("5 %", "95 %"));
        }
        return Optional.of(Section.of("After the end of the file", new Block.Table(header, rows)));
    }

    /** The series that is drawn: the first that has enough rows in the test part. */
    private Series shownSeries() {
        Origins origins = windows().origins(Split.TEST);
        return panel().series().get(origins.series()[0]);
    }

    /**
     * The held-out rows as they were, and as they were forecast, each forecast with its neighbors.
     */
    private LineChart chart(Executable executable) {
        Series series = shownSeries();
        int begin = windows().begin(Split.TEST, series);
        int end = windows().end(Split.TEST, series);
        HeldOutChart chart = new HeldOutChart(series, begin, end, Rival.repeating(season()));
        int which = panel().series().indexOf(series);
        int[] rows = // the last forecast reaches to the end, so it may begin earlier
                IntStream.iterate(begin, at -> at < end, at -> at + horizon())
                        .map(at -> Math.min(at, end - horizon()))
                        .toArray();
        int[] same = new int[rows.length];
        Arrays.fill(same, which);
        List<Forecast> forecasts =
                task.training().forecasts(executable, new Origins(same, rows)).forecasts();
        for (int i = 0; i < rows.length; i++) {
            chart.add(rows[i], forecasts.get(i));
        }
        return chart.drawn();
    }
}
