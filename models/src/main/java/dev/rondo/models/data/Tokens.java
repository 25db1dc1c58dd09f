package dev.rondo.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a text is cut into. */
public enum Tokens {
    /** Unicode code points. */
    CHARACTERS {
        @Override
        public List<String> split(String text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }

        @Override
        public String join(List<String> tokens) {
            return String.join("", tokens);
        }
    },
    /** What stands between white space. */
    WORDS {
        @Override
        public List<String> split(String text) {
            return Arrays.stream(text.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList();
        }

        @Override
        public String join(List<String> tokens) {
            return String.join(" ", tokens);
        }
    },
    /**
     * Words in lower case and without punctuation: runs of letters, their marks and digits, and
     * apostrophes between letters. What is left out cannot be written again, so these are for
     * models that only read.
     */
    BARE_WORDS {
        private static final Pattern WORD =
                Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}]+)*");

        @Override
        public List<String> split(String text) {
            return WORD.matcher(text.toLowerCase(Locale.ROOT))
                    .results()
                    .map(r -> r.group().replace('\u2019', '\''))
                    .toList();
        }

        @Override
        public String join(List<String> tokens) {
            return String.join(" ", tokens);
        }
    };

    /** The tokens of a text. */
    public abstract List<String> split(String text);

    /** The text of tokens; of words with one space between. */
    public abstract String join(List<String> tokens);

    /** What one is called. */
    public String one() {
        return this == CHARACTERS ? "character" : "word";
    }

    /** The name as options and messages write it, in the plural. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
