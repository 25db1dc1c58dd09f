package dev.rondo.cli.experiment;

import dev.rondo.backend.Executable;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.synthetic.ClassTask;
import dev.rondo.models.synthetic.TemporalOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What clipping the gradient does for a plain network (Pascanu et al. 2013). */
final class Clipping implements Experiment {
    private static final int UNITS = 50;
    private static final int BATCH = 20;
    private static final double LIMIT = 1;
    private static final double WRONG = 0.01;
    private static final int WINDOW = 100;

    /**
     * Above this mean training loss no fresh sequences are drawn: that takes long for a small hope.
     */
    private static final double PROMISING = 0.15;

    /** Lengths that a network of mixed lengths is measured on, in quarters of the longest. */
    private static final int[] QUARTERS = {1, 2, 3, 4, 5, 10, 20, 40, 60, 100};

    private static final Sheet SHEET =
            new Sheet(
                    "clipping",
                    "That plain networks learn longer lags when long gradients are clipped, and what"
                            + " one that was trained on lengths of 50 to 200 does on lengths of up to"
                            + " 5,000.",
                    "Pascanu, Mikolov and Bengio 2013; without their regularizer",
                    Kind.rows(ClippingNet.values()),
                    new Sheet.Lengths("a length", 40, 2000),
                    new Sheet.Extent(List.of(40), 1, 3000, 0, "half a minute"),
                    new Sheet.Extent(
                            List.of(50, 100, 150, 200), 5, 50_000, 0, "an hour and a half"),
                    new Sheet.Extent(List.of(50), 2, 50_000, 0, "half an hour"),
                    new Sheet.Score("error", "part of wrong sequences", false));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    /** Mixed lengths go up to the longest. */
    @Override
    public List<Integer> lengths(Row row, Plan plan) {
        return net(row.name()).mixed()
                ? List.of(plan.lengths().stream().max(Integer::compare).orElseThrow())
                : plan.lengths();
    }

    private static ClippingNet net(String row) {
        return Kind.named(ClippingNet.values(), row);
    }

    private static int fresh(Plan plan) {
        return plan.size() == Size.QUICK ? 500 : 10_000;
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        ClippingNet kind = net(trial.row());
        int length = trial.length();
        ClassTask task =
                kind.mixed() ? new MixedOrder(length / 4, length) : new TemporalOrder(length);
        Scope scope = Scope.root();
        ClassNet net = ClassNet.in(scope.child("net"), kind::cell, task, UNITS);
        Program program =
                Training.program(
                        trial,
                        scope,
                        new Sgd(scope.child("sgd"), scope.parameters()),
                        kind.clips() ? LIMIT : Double.POSITIVE_INFINITY,
                        t -> net.loss(t, task, BATCH));
        try (Executable executable = lab.backend().compile(program)) {
            Examination exam = new Examination(net, executable, fresh(plan), trial.testSeed(), lab);
            Training training =
                    Training.run(
                            trial,
                            plan,
                            lab,
                            program,
                            executable,
                            task.batches(BATCH, trial.trainingSeed()),
                            WINDOW,
                            (_, loss) -> loss < PROMISING && exam.take(task) >= 1 - WRONG);
            double error = 1 - (training.reached() ? exam.last() : exam.take(task));
            Configuration measured =
                    Configuration.empty()
                            .with("solved", error < WRONG)
                            .with("updates", training.updates())
                            .with("error", error)
                            .with("loss", training.loss())
                            .with("largest_gradient_norm", training.largestNorm());
            return kind.mixed() ? measured.with("errors", errors(exam, length)) : measured;
        }
    }

    /** Errors at all lengths, those that were never trained on included. */
    private static List<Double> errors(Examination exam, int longest) {
        List<Double> errors = new ArrayList<>();
        for (int length : testLengths(longest)) {
            errors.add(1 - exam.take(new TemporalOrder(length)));
        }
        return errors;
    }

    private static List<Integer> testLengths(int longest) {
        return Arrays.stream(QUARTERS).map(q -> q * longest / 4).boxed().toList();
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        List<Section> sections = new ArrayList<>();
        List<Row> fixed = SHEET.rows(plan).stream().filter(r -> !net(r.name()).mixed()).toList();
        if (!fixed.isEmpty()) {
            sections.add(success(plan, fixed, results));
        }
        List<Row> mixed = SHEET.rows(plan).stream().filter(r -> net(r.name()).mixed()).toList();
        for (Row row : mixed) {
            sections.add(generalization(plan, row, results.of(row)));
        }
        return sections;
    }

    private static Section success(Plan plan, List<Row> rows, Results results) {
        SuccessTable table = new SuccessTable("length", plan.lengths(), rows, results);
        return Section.of(
                "Success against length",
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Solved of the seeds: fewer than 1 %% of %,d fresh sequences wrong"
                                        + " within %,d updates of %d sequences. In brackets the median"
                                        + " of the updates that the solved ones took. Published: with"
                                        + " clipping and the regularizer all are solved (the paper"
                                        + " allows 5,000,000 updates).",
                                fresh(plan),
                                plan.updates(),
                                BATCH)),
                table.block(),
                table.drawing(),
                new Block.Table(
                        List.of("network", "largest gradient norm, median of trials"),
                        rows.stream()
                                .map(
                                        r ->
                                                List.of(
                                                        r.name(),
                                                        String.format(
                                                                Locale.ROOT,
                                                                "%.3g",
                                                                results.of(r)
                                                                        .median(
                                                                                "largest_gradient_norm"))))
                                .toList()));
    }

    private static Section generalization(Plan plan, Row row, Results results) {
        int longest = plan.lengths().stream().max(Integer::compare).orElseThrow();
        List<Integer> lengths = testLengths(longest);
        List<String> header = new ArrayList<>(List.of("seed", "updates"));
        lengths.forEach(l -> header.add(Integer.toString(l)));
        List<List<String>> rows = new ArrayList<>();
        results.finite().forEach(r -> rows.add(errorCells(r)));
        List<String> published = new ArrayList<>(List.of("published", "with regularizer"));
        lengths.forEach(_ -> published.add(longest == 200 ? "0" : ""));
        rows.add(published);
        return Section.of(
                String.format(
                        Locale.ROOT, "%s: trained on %d to %d", row.name(), longest / 4, longest),
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Percent of %,d fresh sequences of each length that are wrong.",
                                fresh(plan))),
                new Block.Table(header, rows));
    }

    private static List<String> errorCells(TrialResult r) {
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(r.trial().seed()));
        cells.add(Long.toString(r.measured().integer("updates")));
        for (double error : r.measured().numbers("errors")) {
            cells.add(String.format(Locale.ROOT, "%.2f", 100 * error));
        }
        return cells;
    }
}
