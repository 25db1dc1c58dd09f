package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.Lexicon;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.data.TextForm;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.Described;
import dev.rondo.models.task.LabelledSequences;
import dev.rondo.models.task.Values;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Sequences with their classes from CSV files, in three parts, and what a model reads of them. */
public final class ClassesData {
    /**
     * What is read, and how.
     *
     * @param columns where the sequences are
     * @param label the column of the classes
     * @param split which part an example belongs to
     * @param test a file of the examples for the test; empty when a part of the first file is
     * @param tokens what texts are cut into
     * @param vocabulary most tokens that are known
     * @param leastCount how often a token must occur to be known
     * @param longest how many tokens of a text are read
     */
    public record Form(
            ExampleColumns columns,
            String label,
            StratifiedSplit split,
            Optional<Path> test,
            Tokens tokens,
            int vocabulary,
            int leastCount,
            int longest) {
        /** Checks the sizes. */
        public Form {
            Values.atLeast("--vocabulary", vocabulary, 1);
            Values.atLeast("--min-count", leastCount, 1);
            Values.atLeast("--longest", longest, 1);
        }

        private Form with(ExampleColumns found) {
            return new Form(found, label, split, test, tokens, vocabulary, leastCount, longest);
        }

        private Configuration toConfiguration(Optional<DataSource> tested) {
            return Configuration.empty()
                    .with("class", label)
                    .with("validation", split.validation())
                    .with("test", split.test())
                    .with("split_seed", split.seed())
                    .with("test_file", test.map(f -> f.toAbsolutePath().toString()).orElse(null))
                    .with("test_sha256", tested.map(DataSource::sha256).orElse(null))
                    .with("tokens", tokens)
                    .with("vocabulary", vocabulary)
                    .with("min_count", leastCount)
                    .with("longest", longest);
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
                    c.choice("tokens", Tokens.class),
                    c.integer("vocabulary", 1, Integer.MAX_VALUE),
                    c.integer("min_count", 1, Integer.MAX_VALUE),
                    c.integer("longest", 1, Integer.MAX_VALUE));
        }
    }

    private final DataFile file;
    private final Form form;
    private final DataSource source;
    private final Optional<DataSource> tested;
    private final List<String> classes;
    private final ExampleCodec codec;
    private final Map<Split, List<Example>> parts = new EnumMap<>(Split.class);
    private final Map<Split, List<Sequence>> sequences = new EnumMap<>(Split.class);

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
        this.classes = List.copyOf(new TreeSet<>(all.stream().map(Example::label).toList()));
        String name = TextFile.name(file.path());
        if (classes.size() < 2) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, column '%s': there is one class only, '%s', so there is nothing to"
                                    + " tell apart",
                            name,
                            form.label(),
                            classes.getFirst()));
        }
        for (Split s : Split.values()) {
            parts.put(s, new ArrayList<>());
        }
        Split[] split = split(name, all);
        for (int i = 0; i < split.length; i++) {
            parts.get(split[i]).add(all.get(i));
        }
        this.tested = form.test().map(this::readTest);
        this.codec = fitted();
        parts.forEach((part, examples) -> sequences.put(part, encoded(part, examples)));
    }

    private Split[] split(String name, List<Example> all) {
        try {
            return form.split().of(labels(all), classes);
        } catch (DataException e) {
            throw new DataException(name + ", column '" + form.label() + "': " + e.getMessage(), e);
        }
    }

    private DataSource readTest(Path path) {
        CsvTable table = CsvTable.read(path, file.skipping());
        List<Example> test = form.columns().read(table, Optional.of(form.label()));
        for (Example e : test) {
            if (!classes.contains(e.label())) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, %s: class '%s' does not occur in %s, so no model can know it."
                                        + " Remove the row, or add examples of the class there",
                                TextFile.name(path),
                                e.name(),
                                e.label(),
                                TextFile.name(file.path())));
            }
        }
        parts.put(Split.TEST, test);
        return table.source();
    }

    private ExampleCodec fitted() {
        List<Example> training = parts.get(Split.TRAINING);
        if (!(form.columns() instanceof ExampleColumns.OfText)) {
            return ExampleCodec.OfNumbers.fit(training, form.columns().numbers());
        }
        List<String> texts =
                training.stream().map(e -> ((Example.Text) e.content()).text()).toList();
        Lexicon lexicon = Lexicon.of(form.tokens(), texts, form.vocabulary(), form.leastCount());
        return new ExampleCodec.OfTexts(lexicon.reading(TextForm.COMPOSED), form.longest());
    }

    private List<Sequence> encoded(Split part, List<Example> examples) {
        Path path = part == Split.TEST ? form.test().orElse(file.path()) : file.path();
        return examples.stream()
                .map(
                        e -> {
                            try {
                                return codec.encode(e.content());
                            } catch (DataException wrong) {
                                throw new DataException(
                                        TextFile.name(path)
                                                + ", "
                                                + e.name()
                                                + ": "
                                                + wrong.getMessage(),
                                        wrong);
                            }
                        })
                .toList();
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
        return classes;
    }

    /** What a model reads. */
    ExampleCodec codec() {
        return codec;
    }

    /** The examples of a part. */
    List<Example> examples(Split part) {
        return parts.get(part);
    }

    /** The examples of each part as a model reads them. */
    Map<Split, LabelledSequences> parts() {
        Map<Split, LabelledSequences> all = new EnumMap<>(Split.class);
        sequences.forEach((part, read) -> all.put(part, new LabelledSequences(read, labels(part))));
        return all;
    }

    /** The class of each example of a part. */
    int[] labels(Split part) {
        return labels(parts.get(part));
    }

    private int[] labels(List<Example> examples) {
        return examples.stream().mapToInt(e -> classes.indexOf(e.label())).toArray();
    }

    /** The class that is most frequent in training; among equals, the first. */
    int mostFrequent() {
        int[] counts = counts(Split.TRAINING);
        return Calibration.likeliest(Arrays.stream(counts).asDoubleStream().toArray());
    }

    /** How many examples of a part each class has. */
    int[] counts(Split part) {
        int[] counts = new int[classes.size()];
        IntStream.of(labels(part)).forEach(c -> counts[c]++);
        return counts;
    }
}
