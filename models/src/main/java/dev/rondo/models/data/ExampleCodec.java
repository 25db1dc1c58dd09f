package dev.rondo.models.data;

import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Makes of written sequences what a classifier reads. */
public sealed interface ExampleCodec {
    /**
     * The sequence for a classifier.
     *
     * @throws DataException when it cannot be read; the message says why, not where
     */
    Sequence encode(Example.Content content);

    /**
     * What is read at a step.
     *
     * @param embedding size of a symbol's vector; not used for numbers
     */
    SequenceClassifier.Input input(int embedding);

    /**
     * Texts as symbols.
     *
     * @param lexicon what is known
     * @param longest how many symbols of a text are read, from its beginning
     */
    record OfTexts(Lexicon lexicon, int longest) implements ExampleCodec {
        /** Checks the length. */
        public OfTexts {
            if (longest < 1) {
                throw new IllegalArgumentException(
                        "the longest length must be at least 1, got " + longest);
            }
        }

        @Override
        public Sequence encode(Example.Content content) {
            int[] all = lexicon.encode(text(content));
            if (all.length == 0) {
                throw new DataException("the text has no " + lexicon.unit().one());
            }
            return new Sequence.Symbols(Arrays.copyOf(all, Math.min(all.length, longest)));
        }

        /** How many symbols a text has, those that are not read included. */
        public int length(Example.Content content) {
            return lexicon.split(text(content)).size();
        }

        /** What of a text is read as the symbol for unknown ones. */
        public Unknowns unknown(Example.Content content) {
            return lexicon.unknown(text(content));
        }

        @Override
        public SequenceClassifier.Input input(int embedding) {
            return new SequenceClassifier.Symbols(lexicon.size(), embedding);
        }

        private static String text(Example.Content content) {
            if (content instanceof Example.Text(String text)) {
                return text;
            }
            throw new IllegalArgumentException("a codec of texts got numbers");
        }
    }

    /**
     * Numbers, standardized.
     *
     * @param scaling that of each of the F numbers of a step
     */
    record OfNumbers(List<Scaling> scaling) implements ExampleCodec {
        /** Copies the list. */
        public OfNumbers {
            scaling = List.copyOf(scaling);
        }

        /**
         * Fits the scaling.
         *
         * @param columns names of the numbers of a step, for messages
         * @throws DataException when a column has one value only
         */
        public static OfNumbers fit(List<Example> examples, List<String> columns) {
            List<Scaling> scaling = new ArrayList<>();
            int features = steps(examples.getFirst().content())[0].length;
            for (int f = 0; f < features; f++) {
                int column = f;
                double[] values =
                        examples.stream()
                                .flatMap(e -> Arrays.stream(steps(e.content())))
                                .mapToDouble(step -> step[column])
                                .toArray();
                try {
                    scaling.add(Scaling.fit(values, values.length));
                } catch (IllegalArgumentException e) {
                    throw new DataException(
                            String.format(
                                    Locale.ROOT,
                                    "%s cannot be standardized: its values to train on are all equal,"
                                            + " or too large",
                                    features == 1
                                            ? "the sequence"
                                            : "column '" + columns.get(f) + "'"),
                            e);
                }
            }
            return new OfNumbers(scaling);
        }

        @Override
        public Sequence encode(Example.Content content) {
            double[][] steps = steps(content);
            float[][] values = new float[steps.length][scaling.size()];
            for (int t = 0; t < steps.length; t++) {
                if (steps[t].length != scaling.size()) {
                    throw new DataException(
                            String.format(
                                    Locale.ROOT,
                                    "step %d has %d numbers; the model reads %d at a step",
                                    t + 1,
                                    steps[t].length,
                                    scaling.size()));
                }
                for (int f = 0; f < scaling.size(); f++) {
                    values[t][f] = (float) scaling.get(f).apply(steps[t][f]);
                    if (!Float.isFinite(values[t][f])) {
                        throw new DataException(
                                String.format(
                                        Locale.ROOT,
                                        "%s at step %d is so far from what the model was trained on"
                                                + " that it is no number once it is scaled",
                                        steps[t][f],
                                        t + 1));
                    }
                }
            }
            return new Sequence.Features(values);
        }

        @Override
        public SequenceClassifier.Input input(int embedding) {
            return new SequenceClassifier.Features(scaling.size());
        }

        /** How many of a sequence's numbers lie outside all that the scaling was fitted to. */
        public long beyond(Example.Content content) {
            return Arrays.stream(steps(content))
                    .flatMapToInt(
                            step ->
                                    IntStream.range(0, Math.min(step.length, scaling.size()))
                                            .filter(f -> scaling.get(f).beyond(step[f]) > 0))
                    .count();
        }

        private static double[][] steps(Example.Content content) {
            if (content instanceof Example.Numbers(double[][] steps)) {
                return steps;
            }
            throw new IllegalArgumentException("a codec of numbers got a text");
        }
    }
}
