package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.show.BarChart;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Section;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Mix;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.GreedyDecoder;
import dev.rondo.models.seq2seq.Written;
import dev.rondo.models.synthetic.Repetition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What it means for an encoder-decoder that it can look back at all states of its encoder. */
final class AttentionReach implements Experiment {
    private static final int SYMBOLS = 8;
    private static final int EMBEDDING = 16;
    private static final long WEIGHTS = 30_000;
    private static final int BATCH = 32;
    private static final double CLIP = 1;
    private static final int WINDOW = 25;

    /** Mean loss below which all symbols are nearly certain. */
    private static final double LEARNED = 0.002;

    private static final int FRESH = 256;
    private static final int ROWS = 64;
    private static final Sheet SHEET =
            new Sheet(
                    "attention-reach",
                    "That a decoder with attention writes long sequences that one without cannot keep"
                            + " in its state, and how its last output depends on each input.",
                    "the lecture; Bahdanau, Cho and Bengio 2015 (additive attention before the cell)",
                    Kind.rows(AttentionRow.values()),
                    new Sheet.Lengths("a length", 1, 1000),
                    new Sheet.Extent(List.of(4, 8), 1, 200, 0, "half a minute"),
                    new Sheet.Extent(List.of(5, 10, 20, 40, 80), 3, 2000, 0, "half an hour"),
                    new Sheet.Extent(List.of(10, 20), 1, 2000, 0, "5 minutes"),
                    new Sheet.Score("score", "right symbols + unused part of the budget", true));

    @Override
    public Sheet sheet() {
        return SHEET;
    }

    /** Half the units of the encoder read in each direction. */
    private static EncoderDecoder model(
            Scope scope, AttentionRow kind, Repetition task, int half, int sourceSymbols) {
        return new EncoderDecoder(
                scope.child("model"),
                new EncoderDecoder.Config(
                        sourceSymbols,
                        task.targetSymbols(),
                        EMBEDDING,
                        2 * half,
                        1,
                        Cells.GRU,
                        kind.attends() ? Attentions.ADDITIVE : null,
                        AttentionPlace.BEFORE_CELL));
    }

    private static Scope scope(AttentionRow kind, Repetition task, int half) {
        Scope scope = Scope.root();
        model(scope, kind, task, half, SYMBOLS);
        return scope;
    }

    @Override
    public Configuration run(Trial trial, Plan plan, Lab lab) {
        AttentionRow kind = Kind.named(AttentionRow.values(), trial.row());
        int length = trial.length();
        Repetition task = new Repetition(length, SYMBOLS, kind.reverses());
        int half = EqualWeights.units(n -> scope(kind, task, n), WEIGHTS);
        Scope scope = Scope.root();
        EncoderDecoder model = model(scope, kind, task, half, SYMBOLS);
        long weights = EqualWeights.of(scope);
        Program program =
                Training.adam(
                        trial,
                        scope,
                        CLIP,
                        model.training(length, length, BATCH, CrossEntropy.IGNORED));
        try (Executable executable = lab.backend().compile(program)) {
            Training training =
                    Training.run(
                            trial,
                            plan,
                            lab,
                            program,
                            executable,
                            task.batches(BATCH, trial.trainingSeed()),
                            WINDOW,
                            (_, loss) -> loss < LEARNED);
            Accuracy accuracy = accuracy(executable, model, task, trial, lab);
            List<Double> gradients =
                    InputGradients.of(
                            (s, symbols) -> model(s, kind, task, half, symbols),
                            executable,
                            task,
                            trial.testSeed(),
                            lab);
            double left = training.reached() ? 1 - (double) training.updates() / plan.updates() : 0;
            return Configuration.empty()
                    .with("symbols", accuracy.symbols())
                    .with("score", accuracy.symbols() + left)
                    .with("sequences", accuracy.sequences())
                    .with("updates", training.updates())
                    .with("loss", training.loss())
                    .with("gradients", gradients)
                    .with("units", 2 * half)
                    .with("weights", weights);
        }
    }

    /** Parts that are right, from 0 to 1. */
    private record Accuracy(double symbols, double sequences) {}

    /** The decoder reads what it wrote itself. */
    private static Accuracy accuracy(
            Executable executable, EncoderDecoder model, Repetition task, Trial trial, Lab lab) {
        int length = task.length();
        GreedyDecoder.entries(DType.F32, model, length, ROWS).forEach(executable::add);
        GreedyDecoder decoder =
                new GreedyDecoder(executable, length, ROWS, task.begin(), PairCodec.NO_END);
        long symbols = 0;
        long sequences = 0;
        for (int first = 0; first < FRESH; first += ROWS) {
            lab.giveUpIfAsked();
            int from = first;
            List<int[]> sources =
                    IntStream.range(0, ROWS)
                            .mapToObj(r -> task.draw(Mix.at(trial.testSeed(), from + r)))
                            .toList();
            List<Written> written = decoder.decode(sources, length);
            for (int r = 0; r < ROWS; r++) {
                int[] wrote = written.get(r).symbols();
                int[] asked = task.target(sources.get(r));
                long right = IntStream.range(0, length).filter(t -> wrote[t] == asked[t]).count();
                symbols += right;
                sequences += right == length ? 1 : 0;
            }
        }
        return new Accuracy((double) symbols / FRESH / length, (double) sequences / FRESH);
    }

    @Override
    public List<Section> findings(Plan plan, Results results) {
        List<Section> sections = new ArrayList<>();
        sections.add(accuracySection(plan, results));
        for (int length : plan.lengths()) {
            sections.add(gradientSection(plan, length, results.of(length)));
        }
        return sections;
    }

    private Section accuracySection(Plan plan, Results results) {
        List<String> header = new ArrayList<>(List.of("row", "units", "weights"));
        plan.lengths().forEach(l -> header.add("length " + l));
        List<List<String>> table = new ArrayList<>();
        for (Row row : SHEET.rows(plan)) {
            Results of = results.of(row);
            List<String> cells = new ArrayList<>();
            cells.add(row.name());
            cells.add(String.format(Locale.ROOT, "%.0f", of.median("units")));
            cells.add(String.format(Locale.ROOT, "%.0f", of.median("weights")));
            plan.lengths().forEach(l -> cells.add(cell(of.of(l))));
            table.add(cells);
        }
        LengthChart chart =
                new LengthChart(
                        "Right symbols by length", "%", plan.lengths(), SHEET.rows(plan), results);
        return Section.of(
                "Accuracy against length",
                new Block.Paragraph(
                        String.format(
                                Locale.ROOT,
                                "Percent of right symbols of %,d fresh sequences, and in brackets of"
                                        + " sequences that are right as a whole; mean of the seeds. The"
                                        + " decoder reads what it wrote itself. Training takes at most"
                                        + " %,d updates of %d sequences. Drawn by chance, %.1f %% of"
                                        + " the symbols are right.",
                                FRESH,
                                plan.updates(),
                                BATCH,
                                100.0 / SYMBOLS)),
                new Block.Table(header, table),
                chart.of(
                        at -> 100 * at.mean("symbols"),
                        "Percent of right symbols, for each length."));
    }

    private static String cell(Results of) {
        return of.count() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f (%.1f)",
                        100 * of.mean("symbols"),
                        100 * of.mean("sequences"));
    }

    private Section gradientSection(Plan plan, int length, Results results) {
        List<String> places = IntStream.rangeClosed(1, length).mapToObj(Integer::toString).toList();
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        List<List<String>> table = new ArrayList<>();
        for (Row row : SHEET.rows(plan)) {
            double[] norms = norms(length, results.of(row));
            Map<String, Double> of = new LinkedHashMap<>();
            for (int t = 0; t < length; t++) {
                of.put(places.get(t), norms[t]);
            }
            bars.put(row.name(), of);
            table.add(
                    List.of(
                            row.name(),
                            figure(norms[0]),
                            figure(norms[length / 2]),
                            figure(norms[length - 1])));
        }
        return Section.of(
                "Gradient from the last output to each input, length " + length,
                new Block.Table(
                        List.of("row", "first input", "input in the middle", "last input"), table),
                new Block.Drawing(
                        new BarChart("", "norm of the gradient", places, bars, true),
                        "Norm of the gradient of the last output's right logit by the vector of each"
                                + " input, after training; geometric mean over sequences and seeds."
                                + " The last output copies the last input, or reverses to the"
                                + " first."));
    }

    private static String figure(double norm) {
        return String.format(Locale.ROOT, "%.2g", norm);
    }

    /** Geometric means over the seeds; NaN where there is none. */
    private static double[] norms(int length, Results results) {
        double[] norms = new double[length];
        for (int t = 0; t < length; t++) {
            int at = t;
            norms[t] =
                    Math.exp(
                            results.finite()
                                    .mapToDouble(
                                            r ->
                                                    Math.log(
                                                            r.measured()
                                                                    .numbers("gradients")
                                                                    .get(at)))
                                    .average()
                                    .orElse(Double.NaN));
        }
        return norms;
    }
}
