package dev.rondo.cli.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rondo classify}: a trained classifier at work. */
@Command(
        name = "classify",
        description = {
            "Says the class of texts or of sequences of numbers, with a model that was trained: CSV with the"
                    + " likeliest class and the probability of each class."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "The first column is the number of a text, the line of a file, or the id of a sequence.",
            "",
            "Examples:",
            "  rondo classify runs/reviews \"What a waste of time.\"",
            "  rondo classify runs/reviews - < texts.txt > classes.csv",
            "  rondo classify runs/beats --csv new.csv --temperature 1.4"
        })
final class ClassifyCommand implements Callable<Integer> {
    private static final int ROWS_AT_ONCE = 64;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo train classes'.")
    private Path directory;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TEXT",
            description = {
                "Texts; - alone reads them from standard input, one a line. Only for models of texts."
            })
    private List<String> given = List.of();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {
                "Sequences in a file, in the columns that the model was trained on; - is standard input. The"
                        + " column of the classes is not needed, and not read."
            })
    private Path csv;

    @Mixin private SkippingOptions skipping;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            defaultValue = "1",
            description = {
                "Divides the logits; above 1 the model is less sure. The report of a training says which fits"
                        + " the validation part (default: ${DEFAULT-VALUE})."
            })
    private double temperature;

    @Mixin private UnknownOption unknown;
    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        Values.positive("--temperature", temperature);
        unknown.check();
        Checkpoint checkpoint = RunPaths.model(directory, "rondo classify", ClassesModel.TASK);
        ClassesModel model = ClassesModel.parse(checkpoint.description().model());
        List<Example> examples = examples(model);
        // this also refuses sequences that cannot be read, before anything is computed
        List<Sequence> sequences = examples.stream().map(e -> sequence(model, e)).toList();
        int longest = sequences.stream().mapToInt(Sequence::steps).max().orElse(1);
        int batch = Math.min(ROWS_AT_ONCE, examples.size());
        try (Executable executable = compute.open(console).compile(model.program(batch, longest))) {
            Weights.restore(checkpoint, executable, console);
            List<String> header = new ArrayList<>(List.of(first(examples), "class"));
            model.classes().forEach(c -> header.add("p_" + c));
            write(header);
            for (int from = 0; from < examples.size(); from += batch) {
                int to = Math.min(from + batch, examples.size());
                double[][] p =
                        model.classify(
                                executable,
                                batch,
                                longest,
                                sequences.subList(from, to),
                                new Temperature(temperature));
                for (int i = 0; i < p.length; i++) {
                    write(examples.get(from + i), model.classes(), p[i]);
                }
                console.out().check();
            }
        }
        return 0;
    }

    private static String first(List<Example> examples) {
        return examples.getFirst().id().isEmpty() ? "line" : "id";
    }

    private void write(Example e, List<String> classes, double[] p) {
        List<String> cells = new ArrayList<>();
        cells.add(e.id().isEmpty() ? Long.toString(e.line()) : e.id());
        cells.add(classes.get(Calibration.likeliest(p)));
        for (double probability : p) {
            cells.add(String.format(Locale.ROOT, "%.6f", probability));
        }
        write(cells);
    }

    private void write(List<String> cells) {
        StringWriter line = new StringWriter();
        CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(line)
                .writeRecord(cells);
        console.out().println(line.toString().stripTrailing());
    }

    private List<Example> examples(ClassesModel model) {
        boolean texts = model.columns() instanceof ExampleColumns.OfText;
        if ((csv == null) == given.isEmpty()) {
            throw new UsageException(
                    texts
                            ? "say what to classify: texts, - for lines of standard input, or --csv"
                                    + " FILE"
                            : "--csv FILE says what to classify");
        }
        if (csv != null) {
            CsvTable table = CsvTable.read(csv, skipping.or(Skipping.NOTHING));
            return model.columns().read(table, Optional.empty());
        }
        if (!texts) {
            throw new UsageException(
                    directory + " classifies sequences of numbers; --csv FILE has them");
        }
        List<String> lines = given;
        if (given.equals(List.of(TextFile.STANDARD_INPUT.toString()))) {
            lines = TextFile.read(TextFile.STANDARD_INPUT).text().stripTrailing().lines().toList();
        }
        List<Example> examples = new ArrayList<>();
        for (String line : lines) {
            examples.add(new Example(new Example.Text(line), "", examples.size() + 1L, ""));
        }
        if (examples.isEmpty()) {
            throw new DataException("standard input holds nothing but empty lines");
        }
        return examples;
    }

    /** The sequence that the model reads. Reports how it differs from those of training. */
    private Sequence sequence(ClassesModel model, Example e) {
        Sequence sequence;
        try {
            sequence = model.codec().encode(e.content());
        } catch (DataException wrong) {
            throw new DataException(where(e) + ": " + wrong.getMessage(), wrong);
        }
        if (model.codec() instanceof ExampleCodec.OfTexts texts) {
            unknown.judge(console, where(e), texts.unknown(e.content()));
        }
        model.remark(e.content()).ifPresent(r -> console.warn(where(e) + ": " + r));
        return sequence;
    }

    /** What messages call a sequence. */
    private String where(Example e) {
        return csv == null ? "text " + e.line() : TextFile.name(csv) + ", " + e.name();
    }
}
