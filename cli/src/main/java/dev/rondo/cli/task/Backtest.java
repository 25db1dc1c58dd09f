package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Page;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Origins;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Conformal;
import dev.rondo.models.forecast.Outcome;
import dev.rondo.models.task.ForecastSet;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.Plan;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Evaluation;
import dev.rondo.models.training.TrainingListener;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Forecasts from several origins in the past (rolling origins: Tashman 2000), each knowing only
 * what came before it.
 */
public final class Backtest {
    /**
     * What is tested.
     *
     * @param file the series
     * @param model its form
     * @param training how it is trained
     * @param origins how many there are in each series
     * @param stride rows from one to the next; empty for the horizon
     * @param refit whether the model is trained again before each
     * @param steps updates of a training
     */
    public record Order(
            DataFile file,
            SeriesSettings model,
            TrainingSettings training,
            int origins,
            Optional<Integer> stride,
            boolean refit,
            long steps) {}

    private final Console console;
    private final Backend backend;
    private final Order order;

    /** A test that tells its progress. */
    public Backtest(Console console, Backend backend, Order order) {
        this.console = console;
        this.backend = backend;
        this.order = order;
    }

    /**
     * Trains and forecasts.
     *
     * @throws DataException when the series have too few rows for so many origins
     */
    public Result run(Panel panel) {
        panel.remarks().forEach(console::note);
        Panel all = panel.with(longEnough(panel));
        checkMeasured(all);
        List<ForecastSet> rolled = new ArrayList<>();
        int season = 1;
        double[] scales = {};
        int trainings = order.refit() ? order.origins() : 1;
        for (int origin = 0; origin < trainings; origin++) {
            Panel before = before(all, origin);
            SeriesTask task =
                    SeriesTask.create(
                            order.file(), before, order.model().holdingOut(0), order.training());
            if (origin == 0) {
                console.note(task.windows().toString());
                season = Math.max(1, task.model().settings().season());
                scales = task.training().scales();
            }
            try (Executable executable = backend.compile(task.program())) {
                train(task, executable, origin);
                int until = order.refit() ? origin + 1 : order.origins();
                for (int o = origin; o < until; o++) {
                    rolled.add(forecast(task, executable, all, o));
                }
            }
        }
        return new Result(order, all, rolled, season, scales);
    }

    private void checkMeasured(Panel panel) {
        long rows = 0;
        long measured = 0;
        for (int origin = 0; origin < order.origins(); origin++) {
            int at = origin;
            for (double[] came : panel.after(panel.origins(s -> row(s, at)), horizon())) {
                rows += came.length;
                measured += Arrays.stream(came).filter(y -> !Double.isNaN(y)).count();
            }
        }
        if (measured == 0) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: the values of all rows that would be forecast were put in, or come after one that"
                                    + " was, so nothing can be measured. Choose more --origins or another"
                                    + " --stride",
                            panel.source().name()));
        }
        if (measured < rows) {
            console.note(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d values that are forecast are not measured: they were put in, or their"
                                    + " forecast begins after a row that was",
                            rows - measured,
                            rows));
        }
    }

    private int horizon() {
        return order.model().horizon();
    }

    private int stride() {
        return order.stride().orElse(horizon());
    }

    /** The first row that is forecast from an origin. */
    private int row(Series series, int origin) {
        return series.rows() - horizon() - (order.origins() - 1 - origin) * stride();
    }

    /** What is known at an origin. */
    private Panel before(Panel all, int origin) {
        return all.with(all.series().stream().map(s -> s.until(row(s, origin))).toList());
    }

    private List<Series> longEnough(Panel panel) {
        int least = 4 * horizon();
        List<Series> enough = panel.series().stream().filter(s -> row(s, 0) >= least).toList();
        if (enough.isEmpty()) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s: %d origins, %d rows apart, and a horizon of %d leave fewer than %d rows before"
                                    + " the first. Choose fewer --origins, a smaller --stride or a smaller"
                                    + " --horizon",
                            panel.source().name(),
                            order.origins(),
                            stride(),
                            horizon(),
                            least));
        }
        if (enough.size() < panel.series().size()) {
            console.warn(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d series are too short for %d origins and left out",
                            panel.series().size() - enough.size(),
                            panel.series().size(),
                            order.origins()));
        }
        return enough;
    }

    private void train(SeriesTask task, Executable executable, int origin) {
        Limits limits = Limits.steps(order.steps());
        Plan rate = Plan.of(task.settings().schedule(), limits, 0, 0);
        Best best = new Best(task, executable);
        task.trainer(backend, executable, rate, limits, Optional.empty(), () -> {})
                .listener(best)
                .run();
        best.restore();
        console.note(
                String.format(
                        Locale.ROOT,
                        "trained before origin %d of %d: %s",
                        origin + 1,
                        order.origins(),
                        best.words));
    }

    /** Keeps the weights that did best on the validation rows. */
    private static final class Best implements TrainingListener {
        private final SeriesTask task;
        private final Executable executable;
        private final Map<String, Array> weights = new LinkedHashMap<>();
        private String words = "";

        Best(SeriesTask task, Executable executable) {
            this.task = task;
            this.executable = executable;
        }

        @Override
        public void evaluated(Evaluation e) {
            if (e.best()) {
                task.model()
                        .scope()
                        .variables()
                        .forEach(v -> weights.put(v.name(), executable.read(v.name())));
                words = task.inWords(e.metrics());
            }
        }

        void restore() {
            weights.forEach(executable::write);
        }
    }

    private ForecastSet forecast(SeriesTask task, Executable executable, Panel all, int origin) {
        Origins origins = all.origins(s -> row(s, origin));
        Outcome[][] outcomes = task.model().outcomes(executable, all, () -> {}, origins);
        Optional<Conformal> calibrated = task.model().calibration(executable, before(all, origin));
        return new ForecastSet(
                origins,
                task.model().forecasts(outcomes, all, origins, calibrated),
                all.after(origins, horizon()));
    }

    /** What a test found. */
    public static final class Result {
        private final Order order;
        private final Panel panel;
        private final List<ForecastSet> rolled;
        private final int season;
        private final Comparison all;
        private final List<Comparison> each;

        private Result(
                Order order, Panel panel, List<ForecastSet> rolled, int season, double[] scales) {
            this.order = order;
            this.panel = panel;
            this.rolled = rolled;
            this.season = season;
            all = Comparison.of(rolled, panel, season, scales);
            each =
                    rolled.stream()
                            .map(one -> Comparison.of(List.of(one), panel, season, scales))
                            .toList();
        }

        /** Prints the table; first of all that a simpler forecast is better, where one is. */
        public void print(Console console) {
            PrintWriter out = console.out();
            all.warning().ifPresent(out::println);
            out.println(heading());
            all.lines().forEach(out::println);
            all.intervals().ifPresent(out::println);
            out.println();
            out.println(Comparison.origins(names(), each));
            console.flush();
        }

        private String heading() {
            return String.format(
                    Locale.ROOT,
                    "%,d origins%s, %d rows each; the model was trained %s:",
                    rolled.size(),
                    panel.series().size() == 1
                            ? ""
                            : String.format(
                                    Locale.ROOT, " in each of %,d series", panel.series().size()),
                    order.model().horizon(),
                    order.refit() ? "before each" : "before the first");
        }

        private List<String> names() {
            Series first = panel.series().getFirst();
            return rolled.stream().map(r -> first.time(r.origins().rows()[0])).toList();
        }

        /** Writes a page with the tables and a chart of the first series. */
        public void write(Path file, Console console) {
            Series first = panel.series().getFirst();
            int begin = rolled.getFirst().origins().rows()[0];
            HeldOutChart chart =
                    new HeldOutChart(first, begin, first.rows(), Rival.repeating(season));
            for (ForecastSet one : rolled) {
                chart.add(one.origins().rows()[0], one.forecasts().getFirst());
            }
            List<Block> shown = new ArrayList<>();
            all.warning().ifPresent(w -> shown.add(new Block.Paragraph(w)));
            shown.add(new Block.Paragraph(heading()));
            shown.add(all.table());
            all.intervals().ifPresent(i -> shown.add(new Block.Paragraph(i)));
            shown.add(
                    new Block.Drawing(
                            chart.drawn(),
                            "The forecasts from each origin"
                                    + (first.id().isEmpty()
                                            ? "."
                                            : " of series '" + first.id() + "'.")));
            List<Section> sections =
                    List.of(
                            new Section("All origins", shown),
                            Section.of("Each origin", Comparison.originTable(names(), each)));
            new Page(
                            "Backtest of '" + first.columns().target() + "'",
                            panel.source().name(),
                            sections)
                    .write(file, new Illustrator(console::warn));
            console.note("all of it on one page: " + file);
        }
    }
}
