package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.synthetic.Recall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far back each network can be trained to look: the first symbol of a sequence is asked for
 * after a number of random distractors.
 */
final class Reach implements Experiment {
    private static final int CHOICES = 4;
    private static final int DISTRACTORS = 4;
    private static final int BATCH = 32;
    private static final double CLIP = 1;

    /** An LSTM of 32 units has as many. */
    private static final long WEIGHTS = 5380;

    private static final double SOLVED = 0.99;
    private static final int FRESH = 1024;
    private static final int WINDOW = 10;

    /** Above this mean loss, no network is right 99 times of 100. */
    private static final double HOPELESS = 0.15;

    private static final int LONGEST_LAG = 100_000;

    @Override
    public String name() {
        return "reach";
    }

    @Override
    public String shows() {
        return "How many steps back each network can be trained to look: a plain network about 10, an"
                + " LSTM more than 1000, says the lecture.";
    }

    @Override
    public String source() {
        return "the lecture on recurrent networks; chrono start: Tallec and Ollivier 2018; W the"
                + " identity: Le et al. 2015";
    }

    @Override
    public List<Row> rows() {
        return Arrays.stream(ReachNet.values()).map(ReachNet::row).toList();
    }

    @Override
    public Plan plan(Size size) {
        List<String> all = rows().stream().map(Row::name).toList();
        return switch (size) {
            case QUICK -> new Plan(size, all, List.of(5, 20), 1, 300, 0);
            case REAL ->
                    new Plan(size, all, List.of(5, 10, 20, 50, 100, 200, 500, 1000), 5, 1000, 0);
            case TUNING -> new Plan(size, all, List.of(20, 100), 2, 1000, 0);
        };
    }

    @Override
    public String duration(Size size) {
        return switch (size) {
            case QUICK -> "half a minute";
            case REAL -> "20 minutes";
            case TUNING -> "10 minutes";
        };
    }

    @Override
    public void check(Plan plan) {
        plan.checkLengths("a lag", 1, LONGEST_LAG);
    }

    @Override
    public Score score() {
        return new Score("score", "accuracy + unused part of the budget", true);
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        ReachNet kind =
                Arrays.stream(ReachNet.values())
                        .filter(n -> n.row().name().equals(trial.row()))
                        .findFirst()
                        .orElseThrow();
        Recall task = new Recall(trial.length(), CHOICES, DISTRACTORS);
        ClassNet.CellMaker maker =
                (scope, inputs, units) ->
                        kind.cell(scope, inputs, units, task.longest(), trial.seed());
        Scope scope = Scope.root();
        int units = ClassNet.units(maker, task, WEIGHTS);
        ClassNet net = ClassNet.in(scope.child("net"), maker, task, units);
        long weights = EqualWeights.of(scope);
        TrainingStep step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(CLIP);
        Program program =
                Program.of(DType.F32, scope, trial.seed())
                        .with("train", step.minimizing(t -> net.loss(t, task, BATCH)));
        try (Executable executable = lab.backend().compile(program)) {
            Examination exam = new Examination(net, executable, task, trial, lab);
            Training training =
                    Training.run(
                            trial,
                            plan,
                            lab,
                            program,
                            executable,
                            task.batches(BATCH, trial.trainingSeed()),
                            WINDOW,
                            (_, loss) -> loss < HOPELESS && exam.take() >= SOLVED);
            double accuracy = training.reached() ? exam.last : exam.take();
            boolean solved = accuracy >= SOLVED;
            double left = solved ? 1 - (double) training.updates() / plan.updates() : 0;
            return Configuration.empty()
                    .with("solved", solved)
                    .with("updates", training.updates())
                    .with("accuracy", accuracy)
                    .with("loss", training.loss())
                    .with("score", accuracy + left)
                    .with("units", units)
                    .with("weights", weights);
        }
    }

    /** Measures the accuracy on sequences that are fresh each time. */
    private static final class Examination {
        private final ClassNet net;
        private final Executable executable;
        private final Recall task;
        private final Trial trial;
        private final Lab lab;
        private long taken;
        private double last;

        Examination(ClassNet net, Executable executable, Recall task, Trial trial, Lab lab) {
            this.net = net;
            this.executable = executable;
            this.task = task;
            this.trial = trial;
            this.lab = lab;
        }

        double take() {
            // far enough apart that no sequence is drawn twice
            long seed = trial.testSeed() + (taken++ << 32);
            last = net.accuracy(executable, task, FRESH, seed, lab);
            return last;
        }
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        List<String> header = new ArrayList<>(List.of("network", "units", "weights"));
        plan.lengths().forEach(lag -> header.add("lag " + lag));
        List<List<String>> table = new ArrayList<>();
        List<List<String>> reached = new ArrayList<>();
        List<LineChart.Line> lines = new ArrayList<>();
        for (Row row : rows(plan)) {
            Results of = results.of(row);
            List<String> cells = new ArrayList<>();
            cells.add(row.name());
            cells.add(whole(of.median("units")));
            cells.add(whole(of.median("weights")));
            plan.lengths().forEach(lag -> cells.add(cell(of.of(lag))));
            table.add(cells);
            reached.add(List.of(row.name(), claimed(row), longest(plan, of)));
            lines.add(line(plan, row, of));
        }
        LineChart chart =
                new LineChart(
                        "Success rate",
                        "lag, steps",
                        "% of seeds",
                        lines,
                        place -> lag(plan, (int) place));
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Solved of the seeds: at least %.0f %% of %,d fresh sequences within"
                                        + " %,d updates of %d sequences. In brackets the median of the"
                                        + " updates that the solved ones took.",
                                100 * SOLVED,
                                FRESH,
                                plan.updates(),
                                BATCH)));
        blocks.add(new Block.Table(header, table));
        if (!chart.isEmpty()) {
            blocks.add(
                    new Block.Drawing(
                            chart, "Part of the seeds that solved the task, against the lag."));
        }
        return List.of(
                new Section("Success against lag", blocks),
                Section.of(
                        "The lecture's claim",
                        new Block.Table(
                                List.of(
                                        "network",
                                        "lecture",
                                        "longest lag that all seeds solved, and most of them"),
                                reached)));
    }

    /** The lag at a place of the chart; nothing beside its ends. */
    private static String lag(Plan plan, int place) {
        List<Integer> lags = plan.lengths();
        return place < 0 || place >= lags.size() ? "" : Integer.toString(lags.get(place));
    }

    private static String whole(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.0f", number);
    }

    private static String cell(Results of) {
        if (of.count() == 0) {
            return "";
        }
        int solved = of.count("solved");
        Results good = new Results(of.finite().filter(r -> r.measured().flag("solved")).toList());
        String words = solved + "/" + of.count();
        if (solved > 0) {
            words += String.format(Locale.ROOT, " (%.0f)", good.median("updates"));
        }
        int diverged = of.diverged().size();
        return diverged == 0 ? words : words + ", " + diverged + " diverged";
    }

    private static String claimed(Row row) {
        if (row.name().startsWith("rnn")) {
            return "about 10";
        }
        return row.name().startsWith("lstm") ? "more than 1000" : "";
    }

    private static String longest(Plan plan, Results of) {
        return longest(plan, of, 1) + ", " + longest(plan, of, 0.5);
    }

    /** The longest lag up to which at least such a part of the seeds solved every lag. */
    private static String longest(Plan plan, Results of, double part) {
        int longest = 0;
        for (int lag : plan.lengths().stream().sorted().toList()) {
            Results at = of.of(lag);
            if (at.count() == 0 || at.count("solved") < part * at.count()) {
                break;
            }
            longest = lag;
        }
        return longest == 0 ? "none" : Integer.toString(longest);
    }

    private static LineChart.Line line(Plan plan, Row row, Results of) {
        double[] places = new double[plan.lengths().size()];
        double[] rates = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            Results at = of.of(plan.lengths().get(i));
            places[i] = i;
            rates[i] = at.count() == 0 ? Double.NaN : 100.0 * at.count("solved") / at.count();
        }
        return new LineChart.Line(row.name(), places, rates);
    }
}
