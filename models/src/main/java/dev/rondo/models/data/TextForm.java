package dev.rondo.models.data;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The form in which a model was given its text. Unicode writes what looks the same in several:
 * {@code ö} is one code point, or an {@code o} and a mark.
 */
public enum TextForm {
    /**
     * Whatever form it was written in: vocabularies from elsewhere, and models that were trained
     * before text was composed.
     */
    WRITTEN {
        @Override
        String of(String text) {
            return text;
        }

        @Override
        String read(String text, ToLongFunction<String> unknown) {
            if (unknown.applyAsLong(text) == 0) {
                return text;
            }
            // of equally good ones the first
            return Stream.of(text, composed(text), Normalizer.normalize(text, Normalizer.Form.NFD))
                    .min(Comparator.comparingLong(unknown))
                    .orElseThrow();
        }
    },
    /** Letters and marks composed (NFC). */
    COMPOSED {
        @Override
        String of(String text) {
            return composed(text);
        }

        @Override
        String read(String text, ToLongFunction<String> unknown) {
            return composed(text);
        }
    };

    /** What is said of a file where that changed its text. */
    static final String CHANGED = "; letters and marks of the file are read composed (NFC)";

    /** A text with all composed that can be. */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** A text to train on. */
    abstract String of(String text);

    /**
     * A text for a model that was trained on this form.
     *
     * @param unknown how much of a text the model does not know
     */
    abstract String read(String text, ToLongFunction<String> unknown);
}
