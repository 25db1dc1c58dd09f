package dev.rondo.cli.experiment;

import dev.rondo.backend.Executable;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.synthetic.AddingIrnn;
import dev.rondo.models.synthetic.Copy;
import dev.rondo.models.training.Batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Two rows of the comparison with temporal convolutions (Bai et al. 2018, table 1). */
final class AddingCopy implements Experiment {
    private static final int BATCH = 32;
    private static final double CLIP = 1;
    private static final int WINDOW = 50;
    private static final int FRESH = 1000;
    private static final int ROWS = 100;

    /** A published loss above this share of knowing nothing is no goal: chance reaches it. */
    private static final double LEARNED = 0.9;

    private static final String MEASURE = "measure";
    private static final String LOSS = "loss";

    private static final Sheet SHEET =
            new Sheet(
                    "adding-copy",
                    "What LSTM, GRU and plain network reach on the adding problem and the copy task,"
                            + " beside the published figures that temporal convolutions are compared"
                            + " with.",
                    "Bai, Kolter and Koltun 2018, table 1",
                    Kind.rows(AddingCopyRow.values()),
                    new Sheet.Lengths("T", 2, 10_000),
                    new Sheet.Extent(List.of(10), 1, 100, 0, "half a minute"),
                    new Sheet.Extent(List.of(), 1, 1_000_000, 60, "at most three hours"),
                    new Sheet.Extent(List.of(100), 1, 1000, 0, "15 minutes"),
                    new Sheet.Score(LOSS, "loss on fresh sequences", false));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    /** Without lengths each task has that of the paper. */
    @Override
    public List<Integer> lengths(Row row, Plan plan) {
        return plan.lengths().isEmpty() ? List.of(kind(row.name()).length()) : plan.lengths();
    }

    private static AddingCopyRow kind(String row) {
        return Kind.named(AddingCopyRow.values(), row);
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        AddingCopyRow kind = kind(trial.row());
        int length = trial.length();
        int units = EqualWeights.units(n -> scope(kind, length, n), kind.weights());
        Scope scope = Scope.root();
        AddingCopyNet net = net(scope, kind, length, units);
        long weights = EqualWeights.of(scope);
        Program program =
                Training.adam(trial, scope, CLIP, t -> net.loss(t, BATCH))
                        .with(MEASURE, t -> t.output(LOSS, net.loss(t, ROWS)));
        boolean toTheEnd =
                length != kind.length()
                        || plan.size() != Size.REAL
                        || kind.published() > LEARNED * nothing(kind, length);
        try (Executable executable = lab.backend().compile(program)) {
            Training training =
                    Training.run(
                            trial,
                            plan,
                            lab,
                            program,
                            executable,
                            net.batches(BATCH, trial.trainingSeed()),
                            WINDOW,
                            (_, loss) -> !toTheEnd && loss <= kind.published());
            return Configuration.empty()
                    .with(LOSS, measured(executable, net, trial, lab))
                    .with("updates", training.updates())
                    .with("ended_by", endedBy(training))
                    .with("losses", training.losses())
                    .with("units", units)
                    .with("weights", weights);
        }
    }

    private static AddingCopyNet net(Scope scope, AddingCopyRow kind, int length, int units) {
        return AddingCopyNet.in(scope.child("net"), kind.copies(), kind.cell(), length, units);
    }

    private static Scope scope(AddingCopyRow kind, int length, int units) {
        Scope scope = Scope.root();
        net(scope, kind, length, units);
        return scope;
    }

    private static String endedBy(Training training) {
        if (training.reached()) {
            return "published loss";
        }
        return training.outOfTime() ? "time" : "updates";
    }

    private static double measured(Executable executable, AddingCopyNet net, Trial trial, Lab lab) {
        Batches batches = net.batches(ROWS, trial.testSeed());
        double sum = 0;
        for (int i = 0; i < FRESH / ROWS; i++) {
            lab.giveUpIfAsked();
            sum += executable.run(MEASURE, batches.batch(i)).get(LOSS).item();
        }
        return sum / (FRESH / ROWS);
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        List<List<String>> table = new ArrayList<>();
        results.finite().forEach(r -> table.add(cells(r)));
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "The loss is the mean over %,d fresh sequences: the squared error of"
                                        + " adding, the cross-entropy of copy. A trial ends when the"
                                        + " mean training loss of %d updates is the published one or"
                                        + " less, or when its time is up; so one that ended by the"
                                        + " published loss might have gone on to a better one. To know"
                                        + " nothing is the loss of always saying 1, or of drawing the"
                                        + " symbols. A published loss of more than 90 %% of that says"
                                        + " that nothing was learned: it ends no trial.",
                                FRESH,
                                WINDOW)));
        blocks.add(
                new Block.Table(
                        List.of(
                                "row",
                                "T",
                                "seed",
                                "units",
                                "weights",
                                "loss",
                                "published",
                                "knowing nothing",
                                "ended by",
                                "updates",
                                "time"),
                        table));
        for (boolean copies : List.of(false, true)) {
            LineChart chart = chart(copies, results);
            if (!chart.isEmpty()) {
                blocks.add(
                        new Block.Drawing(
                                chart,
                                String.format(
                                        Locale.ROOT,
                                        "The training loss of %s, mean of %d updates.",
                                        copies ? "copy" : "adding",
                                        WINDOW)));
            }
        }
        return List.of(new Section("Loss", blocks));
    }

    private static List<String> cells(TrialResult r) {
        AddingCopyRow kind = kind(r.trial().row());
        int length = r.trial().length();
        boolean same = length == kind.length();
        return List.of(
                r.trial().row(),
                Integer.toString(length),
                Long.toString(r.trial().seed()),
                Long.toString(r.measured().integer("units")),
                Long.toString(r.measured().integer("weights")),
                String.format(Locale.ROOT, "%.3g", r.measured().number(LOSS)),
                same ? String.format(Locale.ROOT, "%.3g", kind.published()) : "",
                String.format(Locale.ROOT, "%.3g", nothing(kind, length)),
                r.measured().text("ended_by"),
                Long.toString(r.measured().integer("updates")),
                Times.clock(Duration.ofMillis(Math.round(1000 * r.seconds()))));
    }

    /** The loss of a network that has learned nothing of its inputs. */
    private static double nothing(AddingCopyRow kind, int length) {
        return kind.copies()
                ? new Copy(length, Copy.Cue.THROUGHOUT).baseline()
                : AddingIrnn.BASELINE;
    }

    private static LineChart chart(boolean copies, Results results) {
        List<LineChart.Line> lines = new ArrayList<>();
        results.finite()
                .filter(r -> kind(r.trial().row()).copies() == copies)
                .forEach(r -> lines.add(line(r)));
        return LineChart.ofSteps(copies ? "Copy" : "Adding", "training loss", lines);
    }

    private static LineChart.Line line(TrialResult r) {
        List<Double> losses = r.measured().numbers("losses");
        String name =
                String.format(
                        Locale.ROOT,
                        "%s, T = %d, seed %d",
                        kind(r.trial().row()).cell().id(),
                        r.trial().length(),
                        r.trial().seed());
        return new LineChart.Line(
                name,
                IntStream.rangeClosed(1, losses.size()).mapToDouble(i -> i * WINDOW).toArray(),
                losses.stream().mapToDouble(l -> l).toArray());
    }
}
