package dev.rondo.cli.experiment;

import dev.rondo.backend.Executable;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.synthetic.Recall;

import java.util.ArrayList;
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

    /**
     * Above this mean training loss no fresh sequences are drawn: that takes long for a small hope.
     */
    private static final double PROMISING = 0.15;

    private static final Sheet SHEET =
            new Sheet(
                    "reach",
                    "How many steps back each network can be trained to look: a plain network about"
                            + " 10, an LSTM more than 1000, says the lecture.",
                    "the lecture on recurrent networks; chrono start: Tallec and Ollivier 2018; W the"
                            + " identity: Le et al. 2015",
                    Kind.rows(ReachNet.values()),
                    new Sheet.Lengths("a lag", 1, 100_000),
                    new Sheet.Extent(List.of(5, 20), 1, 300, 0, "half a minute"),
                    new Sheet.Extent(
                            List.of(5, 10, 20, 50, 100, 200, 500, 1000), 5, 1000, 0, "20 minutes"),
                    new Sheet.Extent(List.of(20, 100, 500), 2, 1000, 0, "20 minutes"),
                    new Sheet.Score("score", "accuracy + unused part of the budget", true));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        Recall task = new Recall(trial.length(), CHOICES, DISTRACTORS);
        ClassNet.CellMaker maker = Kind.named(ReachNet.values(), trial.row()).cell(trial);
        Scope scope = Scope.root();
        int units = ClassNet.units(maker, task, WEIGHTS);
        ClassNet net = ClassNet.in(scope.child("net"), maker, task, units);
        long weights = EqualWeights.of(scope);
        Program program = Training.adam(trial, scope, CLIP, t -> net.loss(t, task, BATCH));
        try (Executable executable = lab.backend().compile(program)) {
            Examination exam = new Examination(net, executable, FRESH, trial.testSeed(), lab);
            Training training =
                    Training.run(
                            trial,
                            plan,
                            lab,
                            program,
                            executable,
                            task.batches(BATCH, trial.trainingSeed()),
                            WINDOW,
                            (_, loss) -> loss < PROMISING && exam.take(task) >= SOLVED);
            double accuracy = training.reached() ? exam.last() : exam.take(task);
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

    @Override
    public List<Section> findings(Plan plan, Results results) {
        SuccessTable table = new SuccessTable("lag", plan.lengths(), SHEET.rows(plan), results);
        List<List<String>> reached = new ArrayList<>();
        for (Row row : SHEET.rows(plan)) {
            reached.add(
                    List.of(
                            row.name(),
                            whole(results.of(row).median("units")),
                            whole(results.of(row).median("weights")),
                            claimed(row),
                            table.longest(row, 1),
                            table.longest(row, 0.5)));
        }
        return List.of(
                Section.of(
                        "Success against lag",
                        new Block.Paragraph(
                                String.format(
                                        Locale.ROOT,
                                        "Solved of the seeds: at least %.0f %% of %,d fresh sequences"
                                                + " within %,d updates of %d sequences. In brackets"
                                                + " the median of the updates that the solved ones"
                                                + " took.",
                                        100 * SOLVED,
                                        FRESH,
                                        plan.updates(),
                                        BATCH)),
                        table.block(),
                        table.drawing()),
                Section.of(
                        "The lecture's claim",
                        new Block.Paragraph(
                                "The longest lag up to which all seeds solved every lag, and up to"
                                        + " which half of them did."),
                        new Block.Table(
                                List.of("network", "units", "weights", "lecture", "all", "half"),
                                reached)));
    }

    private static String claimed(Row row) {
        if (row.name().startsWith("rnn")) {
            return "about 10";
        }
        return row.name().startsWith("lstm") ? "more than 1000" : "";
    }

    private static String whole(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.0f", number);
    }
}
