package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.Described;
import dev.rondo.models.task.ExampleParts;
import dev.rondo.models.task.LabelledSequences;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sequences with their classes from CSV files, in three parts, and what a model reads of them. */
public final class ClassesData {
    /**
     * What is read, and how.
     *
     * @param columns where the sequences are
     * @param label the column of the classes
     * @param split which part an example belongs to
     * @param test a file of the examples for the test; empty when a part of the first file is
     * @param reading how texts are read
     */
    public record Form(
            ExampleColumns columns,
            String label,
            StratifiedSplit split,
            Optional<Path> test,
            ExampleParts.Reading reading) {
        private Form with(ExampleColumns found) {
            return new Form(found, label, split, test, reading);
        }

        private Configuration toConfiguration(Optional<DataSource> tested) {
            return Configuration.empty()
                    .with("class", label)
                    .with("validation", split.validation())
                    .with("test", split.test())
                    .with("split_seed", split.seed())
                    .with("test_file", test.map(f -> f.toAbsolutePath().toString()).orElse(null))
                    .with("test_sha256", tested.map(DataSource::sha256).orElse(null))
                    .with("tokens", reading.tokens())
                    .with("vocabulary", reading.vocabulary())
                    .with("min_count", reading.leastCount())
                    .with("longest", reading.longest());
        }

        private static Form parse(Configuration c, ExampleColumns columns, Optional<Path> moved) {
            Optional<Path> test =
                    c.has("test_file")
                            ? Optional.of(moved.orElseGet(() -> Path.of(c.text("test_file"))))
                            : Optional.empty();
            return new Form(
                    columns,
                    c.text("class"),
                    new StratifiedSplit(
                            c.number("validation"), c.number("test"), c.integer("split_seed")),
                    test,
                    new ExampleParts.Reading(
                            c.choice("tokens", Tokens.class),
                            c.integer("vocabulary", 1, Integer.MAX_VALUE),
                            c.integer("min_count", 1, Integer.MAX_VALUE),
                            c.integer("longest", 1, Integer.MAX_VALUE)));
        }
    }

    private final DataFile file;
    private final Form form;
    private final DataSource source;
    private final Optional<DataSource> tested;
    private final ExampleParts parts;
    private final ExampleCodec codec;
    private final Map<Split, LabelledSequences> encoded;

    /**
     * Reads the files.
     *
     * @throws DataException when they cannot be read, have one class only, a class with too few
     *     examples, or a sequence that cannot be read
     */
    public ClassesData(DataFile file, Form wanted) {
        CsvTable table = CsvTable.read(file.path(), file.skipping());
        this.file = file;
        this.form = wanted.with(wanted.columns().in(table, wanted.label()));
        this.source = table.source();
        form.columns().check(form.label());
        List<Example> all = form.columns().read(table, Optional.of(form.label()));
        this.parts = new ExampleParts(TextFile.name(file.path()), form.label(), all, form.split());
        this.tested = form.test().map(this::readTest);
        this.codec = parts.fit(form.reading(), form.columns().numbers());
        this.encoded = parts.encoded(codec);
    }

    private DataSource readTest(Path path) {
        CsvTable table = CsvTable.read(path, file.skipping());
        parts.test(TextFile.name(path), form.columns().read(table, Optional.of(form.label())));
        return table.source();
    }

    /**
     * The data of a run that goes on.
     *
     * @param moved where the file is now; null if it has not moved
     * @param movedTest where the file of the test is now; empty if it has not moved
     */
    static ClassesData resume(Checkpoint checkpoint, Path moved, Optional<Path> movedTest) {
        Configuration c = checkpoint.description().model();
        ExampleColumns columns = ClassesModel.parse(c).columns();
        Configuration data = c.section("data");
        Form form = Described.by(data, d -> Form.parse(d, columns, movedTest));
        ClassesData read = new ClassesData(DataFile.parse(c, moved, "--csv"), form);
        SameData.check(checkpoint, read.file.path(), read.source);
        read.tested.ifPresent(
                now -> {
                    if (!now.sha256().equals(data.text("test_sha256"))) {
                        throw new DataException(
                                form.test().orElseThrow()
                                        + " is not the file that the run was tested on (SHA-256 "
                                        + data.text("test_sha256")
                                        + ")");
                    }
                });
        return read;
    }

    Configuration addTo(Configuration c) {
        return file.addTo(c).with("data", form.toConfiguration(tested));
    }

    /** Where the columns are. */
    ExampleColumns columns() {
        return form.columns();
    }

    /** Where the examples to train on came from. */
    DataSource source() {
        return source;
    }

    /** The names of the classes, in order. */
    public List<String> classes() {
        return parts.classes();
    }

    /** What a model reads. */
    ExampleCodec codec() {
        return codec;
    }

    /** The examples of a part. */
    List<Example> examples(Split part) {
        return parts.examples(part);
    }

    /** The examples of each part as a model reads them. */
    Map<Split, LabelledSequences> encoded() {
        return encoded;
    }

    /** The class of each example of a part. */
    int[] labels(Split part) {
        return encoded.get(part).labels();
    }

    /** The class that is most frequent in training; among equals, the first. */
    int mostFrequent() {
        int[] counts = counts(Split.TRAINING);
        return Calibration.likeliest(Arrays.stream(counts).asDoubleStream().toArray());
    }

    /** How many examples of a part each class has. */
    int[] counts(Split part) {
        return encoded.get(part).counts(classes().size());
    }
}
