package dev.rondo.cli.task;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Printable;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.cli.show.page.Block;
import dev.rondo.cli.show.page.Block.HeatTable;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.Calibration.Bin;
import dev.rondo.models.classification.ConfusionMatrix;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.classification.WilsonInterval;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.Split;
import dev.rondo.models.task.ClassesModel;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** How good a classifier is on the sequences of the test, beside always saying one class. */
final class ClassesReport implements TrainingRun.Report {
    private static final String PICTURE = "calibration.png";
    private static final int BINS = 10;

    /** Characters of a line of a terminal. */
    private static final int LINE = 80;

    /** The most classes whose confusions fit a page. */
    private static final int MOST_CELLS = 50;

    private static final int MOST_CONFUSIONS = 20;
    private static final int MOST_EXAMPLES = 10;
    private static final int MOST_SHOWN = 120;
    private static final int NAME = 14;

    private final Console console;
    private final ClassesTask task;
    private final List<String> classes;

    /** A report on the console. */
    ClassesReport(Console console, ClassesTask task) {
        this.console = console;
        this.task = task;
        this.classes = task.model().classes();
    }

    @Override
    public TrainingRun.Findings give(Executable executable, RunDirectory run) {
        double[][] logits = task.logits(executable, Split.TEST, () -> {});
        double[][] validation = task.logits(executable, Split.VALIDATION, () -> {});
        ClassesModel.checkFinite(logits);
        ClassesModel.checkFinite(validation);
        ConfusionMatrix matrix = task.confusion(Split.TEST, logits);
        Temperature fitted = Temperature.fit(validation, task.sequences().labels(Split.VALIDATION));
        Calibration plain = calibration(logits, Temperature.ONE);
        Calibration tempered = calibration(logits, fitted);
        String verdict = verdict(matrix);
        String macro = String.format(Locale.ROOT, "Macro F1 %.3f.", matrix.macroF1());
        String sure = sure(plain, tempered, fitted);
        List<List<String>> figures = figures(matrix);
        List<String> header = List.of("class", "precision", "recall", "F1", "examples");

        PrintWriter out = console.out();
        out.println(verdict);
        out.println(macro);
        out.println();
        print(header, figures);
        out.println();
        out.println("Taken for (columns), of each class (rows):");
        List<List<String>> confused = confusionRows(matrix);
        if (Arrays.stream(widths(confusionHeader(), confused)).map(w -> w + 2).sum() <= LINE) {
            print(confusionHeader(), confused);
        } else {
            print(List.of("class", "taken for", "times"), confusions(matrix));
        }
        out.println();
        out.println(sure);
        out.println();
        out.println("Everything is in " + run + ". Try:");
        out.println("  rondo classify " + Shell.quoted(run) + source());
        console.flush();

        List<Block> test = new ArrayList<>();
        test.add(new Block.Paragraph(verdict + " " + macro));
        ClassesRemarks remarks = task.remarks();
        remarks.warnings().forEach(w -> test.add(new Block.Paragraph("Warning: " + w + ".")));
        remarks.notes().forEach(n -> test.add(new Block.Paragraph(n + ".")));
        test.add(new Block.Table(header, figures));
        List<Block> mistakes = new ArrayList<>();
        if (classes.size() <= MOST_CELLS) {
            mistakes.add(
                    new Block.Paragraph(
                            "Rows are the right classes, columns what was said. The stronger the"
                                    + " shade, the larger is the share of the row; what lies off the"
                                    + " diagonal is wrong."));
            mistakes.add(heat(matrix));
        } else {
            mistakes.add(
                    new Block.Table(List.of("class", "taken for", "times"), confusions(matrix)));
        }
        mistakes.addAll(surelyWrong(logits));
        LineChart chart = chart(plain, tempered);
        return new TrainingRun.Findings(
                List.of(
                        new Section("The test", test),
                        new Section("Confusions", mistakes),
                        Section.of(
                                "How sure it is",
                                new Block.Paragraph(sure),
                                new Block.Drawing(
                                        chart,
                                        "The share of test sequences that are right, by how sure the"
                                                + " model is of them. On the dashed line both are"
                                                + " equal."),
                                bins(plain))),
                Map.of(PICTURE, chart));
    }

    /** The accuracy beside that of always saying the class that is most frequent in training. */
    private String verdict(ConfusionMatrix matrix) {
        int most = task.sequences().mostFrequent();
        long always = matrix.support(most);
        WilsonInterval interval = WilsonInterval.of(matrix.correct(), matrix.total());
        String right =
                String.format(
                        Locale.ROOT,
                        "%.2f %% of %,d test sequences are right (95 %% interval %.1f to %.1f %%)",
                        100 * matrix.accuracy(),
                        matrix.total(),
                        100 * interval.low(),
                        100 * interval.high());
        String base =
                String.format(
                        Locale.ROOT,
                        "always saying '%s', the most frequent class, gets %.2f %%",
                        Printable.line(classes.get(most)),
                        100.0 * always / matrix.total());
        if (matrix.correct() > always) {
            return right + "; " + base + ".";
        }
        return "This model is no better than saying one class: " + right + "; " + base + ".";
    }

    private Calibration calibration(double[][] logits, Temperature temperature) {
        double[][] p =
                Arrays.stream(logits).map(temperature::probabilities).toArray(double[][]::new);
        return Calibration.of(p, task.sequences().labels(Split.TEST), BINS);
    }

    private static String sure(Calibration plain, Calibration tempered, Temperature fitted) {
        return String.format(
                Locale.ROOT,
                "Expected calibration error %.3f (%d bins). With the temperature %.3f, which was fitted"
                        + " on the validation part, it is %.3f (rondo classify --temperature).",
                plain.expectedError(),
                BINS,
                fitted.value(),
                tempered.expectedError());
    }

    private String source() {
        return task.model().columns() instanceof ExampleColumns.OfText
                ? " " + Shell.quoted(shortened(task.sequences().examples(Split.TEST).getFirst()))
                : " --csv FILE";
    }

    private List<List<String>> figures(ConfusionMatrix m) {
        return IntStream.range(0, classes.size())
                .mapToObj(
                        c ->
                                List.of(
                                        classes.get(c),
                                        figure(m.precision(c)),
                                        figure(m.recall(c)),
                                        figure(m.f1(c)),
                                        Long.toString(m.support(c))))
                .toList();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private List<String> confusionHeader() {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(classes);
        return header;
    }

    private List<List<String>> confusionRows(ConfusionMatrix m) {
        List<List<String>> rows = new ArrayList<>();
        for (int truth = 0; truth < classes.size(); truth++) {
            List<String> row = new ArrayList<>(List.of(classes.get(truth)));
            for (int said = 0; said < classes.size(); said++) {
                row.add(Long.toString(m.count(truth, said)));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The counts, with the shares of their rows as shades; those that are wrong below 0. */
    private Block heat(ConfusionMatrix m) {
        List<HeatTable.Row> rows = new ArrayList<>();
        for (int truth = 0; truth < classes.size(); truth++) {
            long all = m.support(truth);
            List<HeatTable.Cell> cells = new ArrayList<>();
            for (int said = 0; said < classes.size(); said++) {
                long count = m.count(truth, said);
                double share = all == 0 ? 0 : (double) count / all;
                cells.add(
                        new HeatTable.Cell(
                                Long.toString(count),
                                truth == said ? share : -share,
                                String.format(
                                        Locale.ROOT,
                                        "%s taken for %s: %,d of %,d (%.1f %%)",
                                        classes.get(truth),
                                        classes.get(said),
                                        count,
                                        all,
                                        100 * share)));
            }
            rows.add(new HeatTable.Row(classes.get(truth), cells));
        }
        return new HeatTable(classes, rows);
    }

    /** The confusions that are most frequent. */
    private List<List<String>> confusions(ConfusionMatrix m) {
        record Confusion(int truth, int said, long count) {}
        List<Confusion> all = new ArrayList<>();
        for (int truth = 0; truth < classes.size(); truth++) {
            for (int said = 0; said < classes.size(); said++) {
                if (truth != said && m.count(truth, said) > 0) {
                    all.add(new Confusion(truth, said, m.count(truth, said)));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Confusion::count).reversed())
                .limit(MOST_CONFUSIONS)
                .map(
                        c ->
                                List.of(
                                        classes.get(c.truth()),
                                        classes.get(c.said()),
                                        Long.toString(c.count())))
                .toList();
    }

    /** Characters of each column on the console. */
    private static int[] widths(List<String> header, List<List<String>> rows) {
        int[] widths = header.stream().mapToInt(name -> fitted(name).length()).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], fitted(row.get(i)).length());
            }
        }
        return widths;
    }

    private void print(List<String> header, List<List<String>> rows) {
        int[] widths = widths(header, rows);
        print(header, widths);
        rows.forEach(row -> print(row, widths));
    }

    private void print(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String format = "  %" + (i == 0 ? "-" : "") + Math.max(1, widths[i]) + "s";
            line.append(String.format(Locale.ROOT, format, fitted(row.get(i))));
        }
        console.out().println(line.toString().stripTrailing());
    }

    private static String fitted(String name) {
        return cut(Printable.line(name), NAME);
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String shortened(Example e) {
        return switch (e.content()) {
            case Example.Text(String text) -> cut(Printable.line(text), MOST_SHOWN);
            case Example.Numbers(double[][] steps) -> steps.length + " steps";
        };
    }

    /** The wrong ones of which the model is surest: often it is the label that is wrong. */
    private List<Block> surelyWrong(double[][] logits) {
        int[] truth = task.sequences().labels(Split.TEST);
        List<Example> examples = task.sequences().examples(Split.TEST);
        double[][] p =
                Arrays.stream(logits).map(Temperature.ONE::probabilities).toArray(double[][]::new);
        List<List<String>> rows =
                IntStream.range(0, truth.length)
                        .filter(i -> Calibration.likeliest(p[i]) != truth[i])
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -p[i][Calibration.likeliest(p[i])]))
                        .limit(MOST_EXAMPLES)
                        .map(
                                i -> {
                                    int said = Calibration.likeliest(p[i]);
                                    return List.of(
                                            examples.get(i).name(),
                                            shortened(examples.get(i)),
                                            classes.get(truth[i]),
                                            classes.get(said),
                                            figure(p[i][said]));
                                })
                        .toList();
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        new Block.Paragraph("Wrong, and surest of it:"),
                        new Block.Table(
                                List.of("where", "sequence", "class", "said", "probability"),
                                rows));
    }

    private static Block bins(Calibration calibration) {
        return new Block.Table(
                List.of("confidence", "sequences", "mean confidence", "right"),
                calibration.bins().stream()
                        .filter(b -> b.count() > 0)
                        .map(
                                b ->
                                        List.of(
                                                String.format(
                                                        Locale.ROOT,
                                                        "%.1f to %.1f",
                                                        b.low(),
                                                        b.high()),
                                                Long.toString(b.count()),
                                                figure(b.confidence()),
                                                figure(b.accuracy())))
                        .toList());
    }

    private static LineChart chart(Calibration plain, Calibration tempered) {
        return new LineChart(
                "",
                "confidence in %",
                "right in %",
                List.of(
                        line("this model", plain),
                        line("with the temperature", tempered),
                        new Line(
                                "as sure as right",
                                new double[] {0, 100},
                                new double[] {0, 100},
                                true)),
                place -> String.format(Locale.ROOT, "%.0f", place));
    }

    private static Line line(String name, Calibration calibration) {
        List<Bin> filled = calibration.bins().stream().filter(b -> b.count() > 0).toList();
        return new Line(
                name,
                filled.stream().mapToDouble(b -> 100 * b.confidence()).toArray(),
                filled.stream().mapToDouble(b -> 100 * b.accuracy()).toArray());
    }
}
