package dev.rondo.models.task;

import dev.rondo.models.classification.Sequence;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.Lexicon;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.TextForm;
import dev.rondo.models.data.Tokens;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Examples of classes in three parts. */
public final class ExampleParts {
    /**
     * How a model reads texts.
     *
     * @param tokens what texts are cut into
     * @param vocabulary most tokens that are known
     * @param leastCount how often a token must occur to be known
     * @param longest how many tokens of a text are read
     */
    public record Reading(Tokens tokens, int vocabulary, int leastCount, int longest) {
        /** Checks the sizes. */
        public Reading {
            Values.atLeast("--vocabulary", vocabulary, 1);
            Values.atLeast("--min-count", leastCount, 1);
            Values.atLeast("--longest", longest, 1);
        }
    }

    private final List<String> classes;
    private final Map<Split, List<Example>> parts = new EnumMap<>(Split.class);
    private final Map<Split, String> sources = new EnumMap<>(Split.class);

    /**
     * Divides examples.
     *
     * @param source where they came from, for messages
     * @param column where their classes are, for messages
     * @throws DataException when there is one class only, or a class has too few examples
     */
    public ExampleParts(String source, String column, List<Example> all, StratifiedSplit split) {
        classes = List.copyOf(new TreeSet<>(all.stream().map(Example::label).toList()));
        if (classes.size() < 2) {
            throw new DataException(
                    String.format(
                            Locale.ROOT,
                            "%s, column '%s': there is one class only, '%s', so there is nothing to"
                                    + " tell apart",
                            source,
                            column,
                            classes.getFirst()));
        }
        for (Split s : Split.values()) {
            parts.put(s, new ArrayList<>());
            sources.put(s, source);
        }
        try {
            Split[] part = split.of(labels(all), classes);
            for (int i = 0; i < part.length; i++) {
                parts.get(part[i]).add(all.get(i));
            }
        } catch (DataException e) {
            throw new DataException(source + ", column '" + column + "': " + e.getMessage(), e);
        }
    }

    /**
     * Takes other examples for the test.
     *
     * @param source where they came from, for messages
     * @throws DataException when one has a class that no other example has
     */
    public void test(String source, List<Example> examples) {
        for (Example e : examples) {
            if (!classes.contains(e.label())) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "%s, %s: class '%s' does not occur in %s, so no model can know it."
                                        + " Remove the row, or add examples of the class there",
                                source,
                                e.name(),
                                e.label(),
                                sources.get(Split.TRAINING)));
            }
        }
        parts.put(Split.TEST, examples);
        sources.put(Split.TEST, source);
    }

    /** The names of the classes, in order. */
    public List<String> classes() {
        return classes;
    }

    /** The examples of a part. */
    public List<Example> examples(Split part) {
        return parts.get(part);
    }

    private int[] labels(Collection<Example> examples) {
        return examples.stream().mapToInt(e -> classes.indexOf(e.label())).toArray();
    }

    /**
     * Fits what a model reads to the part to train on.
     *
     * @param reading how texts are read; not used for numbers
     * @param columns names of the numbers of a step, for messages
     * @throws DataException when numbers cannot be standardized
     */
    public ExampleCodec fit(Reading reading, List<String> columns) {
        List<Example> training = parts.get(Split.TRAINING);
        if (!(training.getFirst().content() instanceof Example.Text)) {
            return ExampleCodec.OfNumbers.fit(training, columns);
        }
        List<String> texts =
                training.stream().map(e -> ((Example.Text) e.content()).text()).toList();
        Lexicon lexicon =
                Lexicon.of(reading.tokens(), texts, reading.vocabulary(), reading.leastCount());
        return new ExampleCodec.OfTexts(lexicon.reading(TextForm.COMPOSED), reading.longest());
    }

    /**
     * The examples of each part as a model reads them.
     *
     * @throws DataException when one cannot be read; the message names it
     */
    public Map<Split, LabelledSequences> encoded(ExampleCodec codec) {
        Map<Split, LabelledSequences> encoded = new EnumMap<>(Split.class);
        parts.forEach(
                (part, examples) ->
                        encoded.put(
                                part,
                                new LabelledSequences(
                                        examples.stream()
                                                .map(e -> encoded(codec, part, e))
                                                .toList(),
                                        labels(examples))));
        return encoded;
    }

    private Sequence encoded(ExampleCodec codec, Split part, Example example) {
        try {
            return codec.encode(example.content());
        } catch (DataException e) {
            throw new DataException(
                    sources.get(part) + ", " + example.name() + ": " + e.getMessage(), e);
        }
    }
}
