package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.ClassesData;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.ClassWeighting;
import dev.rondo.models.task.ClassesSettings;
import dev.rondo.models.task.ExampleParts;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options for where sequences and classes are, and for the form of a classifier. */
final class ClassesOptions {
    private static final String[] OF_TEXTS = {
        "--tokens", "--vocabulary", "--min-count", "--longest", "--embedding"
    };

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--class",
            paramLabel = "COLUMN",
            description = "The column with the class of each sequence.")
    private String label;

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            description = "The column with a text in each row. Without it, numbers are read.")
    private String text;

    @Option(
            names = "--values",
            paramLabel = "COLUMN",
            split = ",",
            description = {
                "The columns of numbers, separated by commas: the steps of the sequence of a row, in order;"
                        + " with --id, what is read at a step (default: all other columns)."
            })
    private List<String> values = List.of();

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description = {
                "Each row is one step, and rows with the same value in this column are one sequence"
                        + " (default: each row is a sequence)."
            })
    private String id;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = {
                "With --id, the column of numbers that says in which order the rows of a sequence are; the"
                        + " model does not read it (default: as in the file)."
            })
    private String time;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = {
                "Share of the sequences of each class that tells the best model"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double validation;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = {
                "Share of the sequences of each class that is kept for the test"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double test;

    @Option(
            names = "--test-csv",
            paramLabel = "FILE",
            description = {
                "The sequences for the test, with the columns of --csv, instead of a share of those. With"
                        + " --resume only needed where the file has been moved."
            })
    private Path testCsv;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Seed of which sequences are for training, validation and test"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private long splitSeed;

    @Option(
            names = "--tokens",
            paramLabel = "UNIT",
            defaultValue = "bare-words",
            description = {
                "What of a text is read at a time: characters; words (what stands between white space);"
                        + " or bare-words (in lower case and without punctuation)"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private String tokens;

    @Mixin private VocabularyOptions words;

    @Option(
            names = "--longest",
            paramLabel = "N",
            defaultValue = "256",
            description = {
                "Reads so many characters, or words, of a text, from its beginning"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int longest;

    @Option(
            names = "--class-weights",
            paramLabel = "none|balanced|NAME=X,…",
            defaultValue = "none",
            description = {
                "How much a sequence of each class counts in the loss: alike; so that all classes count"
                        + " alike, however seldom they are; or as given, and 1 for those not named"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private String weights;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            defaultValue = "0",
            description = {
                "Part of the probability that the loss wants shared out over all classes"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double smoothing;

    @Option(
            names = "--pooling",
            paramLabel = "NAME",
            defaultValue = "mean",
            description = {
                "What of the outputs of all steps is judged: the last, their mean, the max of each unit, or"
                        + " a mean with learned weights, attention (default: ${DEFAULT-VALUE})."
            })
    private String pooling;

    @Option(
            names = "--bidirectional",
            description = "Each layer also reads from the end to the beginning.")
    private boolean bothWays;

    @Mixin private ModelOptions model;
    @Mixin private StackOptions stack;

    /** The columns and parts. */
    ClassesData.Form form() {
        if (label == null) {
            throw new UsageException("--class COLUMN says where the classes are");
        }
        Values.positive("--validation", validation);
        Values.within("--validation", validation, 0, 1);
        if (testCsv == null) {
            Values.positive("--test", test);
            Values.within("--test", test, 0, 1 - validation);
        } else if (MatchedOptions.isGiven(command, "--test")) {
            throw new UsageException("--test-csv has all of the test; leave out --test");
        }
        return new ClassesData.Form(
                columns(),
                label,
                new StratifiedSplit(validation, testCsv == null ? test : 0, splitSeed),
                Optional.ofNullable(testCsv),
                new ExampleParts.Reading(
                        Values.named("--tokens", Tokens.values(), tokens),
                        words.most(),
                        words.leastCount(),
                        longest));
    }

    private ExampleColumns columns() {
        if (text != null) {
            for (String other : List.of("--values", "--id", "--time")) {
                if (MatchedOptions.isGiven(command, other)) {
                    throw new UsageException("--text and " + other + " exclude each other");
                }
            }
            return new ExampleColumns.OfText(text);
        }
        MatchedOptions.refuse(command, "is for texts; --text COLUMN says where they are", OF_TEXTS);
        if (id == null && time != null) {
            throw new UsageException(
                    "--time orders the rows of a sequence; --id COLUMN says which these are");
        }
        return id == null
                ? new ExampleColumns.OfRow(values)
                : new ExampleColumns.OfSteps(id, Optional.ofNullable(time), values);
    }

    /** Refuses what a run directory says. */
    void checkResumed() {
        if (text != null) {
            throw new UsageException(
                    "with --resume the run directory says how to go on; leave out --text");
        }
    }

    /** Where the file of the test is now. */
    Optional<Path> testFile() {
        return Optional.ofNullable(testCsv);
    }

    ClassesSettings settings() {
        return new ClassesSettings(
                model.cells(stack),
                model.embedding(),
                bothWays,
                Values.named("--pooling", Pooling.values(), pooling));
    }

    ClassWeighting weighting() {
        return new ClassWeighting(weights);
    }

    double smoothing() {
        Values.within("--label-smoothing", smoothing, 0, 1);
        return smoothing;
    }
}
