package dev.rondo.cli.task;

import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.data.Split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
        int cut = 0;
        int all = 0;
        for (Split part : Split.values()) {
            for (Example e : data.examples(part)) {
                cut += texts.length(e.content()) > texts.longest() ? 1 : 0;
                all++;
            }
        }
        if (cut > 0) {
            notes.add(
                    format(
                            "%,d of %,d texts have more than %,d %ss; the rest of them is not read"
                                    + " (--longest)",
                            cut, all, texts.longest(), word));
        }
        notes.add(unknown(data, texts, List.of(Split.TRAINING), "the texts to train on"));
        notes.add(unknown(data, texts, HELD_OUT, "the texts for validation and test"));
        notes.removeIf(String::isEmpty);
        long nothing =
                HELD_OUT.stream()
                        .flatMap(part -> data.examples(part).stream())
                        .map(e -> texts.unknown(e.content()))
                        .filter(u -> u.count() == u.total())
                        .count();
        if (nothing > 0) {
            warnings.add(
                    format(
                            "%,d of the texts for validation and test have unknown %ss only: the model"
                                    + " has nothing to judge them by",
                            nothing, word));
        }
    }

    private static String unknown(
            ClassesData data, ExampleCodec.OfTexts texts, List<Split> parts, String where) {
        long unknown = 0;
        long all = 0;
        for (Split part : parts) {
            for (Example e : data.examples(part)) {
                var found = texts.unknown(e.content());
                unknown += found.count();
                all += found.total();
            }
        }
        return unknown == 0
                ? ""
                : format(
                        "%,d of the %,d %ss in %s (%.1f %%) are read as one unknown symbol",
                        unknown, all, texts.lexicon().unit().one(), where, 100.0 * unknown / all);
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
        int largest = Arrays.stream(counts).max().orElse(0);
        int all = Arrays.stream(counts).sum();
        if (largest > LARGE * all) {
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] == largest) {
                    warnings.add(
                            format(
                                    "%.1f %% of the sequences to train on are '%s': look at macro F1, not"
                                            + " at accuracy, and see --class-weights",
                                    100.0 * largest / all, data.classes().get(c)));
                    return;
                }
            }
        }
    }

    private static String format(String words, Object... values) {
        return String.format(Locale.ROOT, words, values);
    }
}
