package dev.rondo.cli.task;

import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.Unknowns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be known of data with classes before a figure about them is believed.
 *
 * @param notes what was done with them
 * @param warnings what makes figures doubtful
 */
record ClassesRemarks(List<String> notes, List<String> warnings) {
    /** A class of more than this share hides all others in the accuracy. */
    private static final double LARGE = 0.8;

    private static final List<Split> HELD_OUT = List.of(Split.VALIDATION, Split.TEST);

    /** Copies the lists. */
    ClassesRemarks {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    /** The remarks on some data. */
    static ClassesRemarks of(ClassesData data) {
        List<String> notes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (data.codec() instanceof ExampleCodec.OfTexts texts) {
            texts(data, texts, notes, warnings);
        }
        repeated(data, warnings);
        largest(data, warnings);
        return new ClassesRemarks(notes, warnings);
    }

    private static void texts(
            ClassesData data,
            ExampleCodec.OfTexts texts,
            List<String> notes,
            List<String> warnings) {
        String word = texts.lexicon().unit().one();
        List<Unknowns> training = unknowns(data, texts, List.of(Split.TRAINING));
        List<Unknowns> heldOut = unknowns(data, texts, HELD_OUT);
        long cut =
                Stream.concat(training.stream(), heldOut.stream())
                        .filter(u -> u.total() > texts.longest())
                        .count();
        if (cut > 0) {
            notes.add(
                    format(
                            "%,d of %,d texts have more than %,d %ss; the rest of them is not read"
                                    + " (--longest)",
                            cut, training.size() + heldOut.size(), texts.longest(), word));
        }
        notes.add(unknown(training, word, "the texts to train on"));
        notes.add(unknown(heldOut, word, "the texts for validation and test"));
        notes.removeIf(String::isEmpty);
        long nothing = heldOut.stream().filter(u -> u.count() == u.total()).count();
        if (nothing > 0) {
            warnings.add(
                    format(
                            "%,d of the texts for validation and test have unknown %ss only: the model"
                                    + " has nothing to judge them by",
                            nothing, word));
        }
    }

    /** What each text has that is unknown. */
    private static List<Unknowns> unknowns(
            ClassesData data, ExampleCodec.OfTexts texts, List<Split> parts) {
        return parts.stream()
                .flatMap(part -> data.examples(part).stream())
                .map(e -> texts.unknown(e.content()))
                .toList();
    }

    private static String unknown(List<Unknowns> texts, String word, String where) {
        long unknown = texts.stream().mapToLong(Unknowns::count).sum();
        long all = texts.stream().mapToLong(Unknowns::total).sum();
        return unknown == 0
                ? ""
                : format(
                        "%,d of the %,d %ss in %s (%.1f %%) are read as one unknown symbol",
                        unknown, all, word, where, 100.0 * unknown / all);
    }

    private static void repeated(ClassesData data, List<String> warnings) {
        Map<Object, String> seen = new HashMap<>();
        Set<Object> contradicted = new HashSet<>();
        Map<Split, Integer> twice = new HashMap<>();
        for (Split part : Split.values()) {
            for (Example e : data.examples(part)) {
                Object key = e.content().key();
                String before = seen.get(key);
                if (before != null && !before.equals(e.label())) {
                    contradicted.add(key);
                }
            }
            if (part == Split.TRAINING) {
                data.examples(part).forEach(e -> seen.put(e.content().key(), e.label()));
            } else {
                for (Example e : data.examples(part)) {
                    twice.merge(part, seen.containsKey(e.content().key()) ? 1 : 0, Integer::sum);
                }
            }
        }
        int validation = twice.getOrDefault(Split.VALIDATION, 0);
        int test = twice.getOrDefault(Split.TEST, 0);
        if (validation + test > 0) {
            warnings.add(
                    format(
                            "%,d test and %,d validation sequences also occur among those to train on,"
                                    + " so their figures are too good",
                            test, validation));
        }
        if (!contradicted.isEmpty()) {
            warnings.add(
                    format(
                            "%,d sequences for validation and test have another class among those to"
                                    + " train on",
                            contradicted.size()));
        }
    }

    private static void largest(ClassesData data, List<String> warnings) {
        int[] counts = data.counts(Split.TRAINING);
        int all = Arrays.stream(counts).sum();
        int most = data.mostFrequent();
        if (counts[most] > LARGE * all) {
            warnings.add(
                    format(
                            "%.1f %% of the sequences to train on are '%s': look at macro F1, not"
                                    + " at accuracy, and see --class-weights",
                            100.0 * counts[most] / all, data.classes().get(most)));
        }
    }

    private static String format(String words, Object... values) {
        return String.format(Locale.ROOT, words, values);
    }
}
