package dev.rondo.models.data;

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
    /**
     * What stands between white space, and each line break. Written again, there is one space
     * between two words of a line.
     */
    WORDS {
        private static final Pattern WORD = Pattern.compile("\\R|\\S+");

        @Override
        public List<String> split(String text) {
            return WORD.matcher(text)
                    .results()
                    .map(r -> r.group().isBlank() ? BREAK : r.group())
                    .toList();
        }

        @Override
        public String join(List<String> tokens) {
            StringBuilder text = new StringBuilder();
            boolean first = true;
            for (String token : tokens) {
                boolean breaks = token.equals(BREAK);
                text.append(first || breaks ? "" : " ").append(token);
                first = breaks;
            }
            return text.toString();
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

    private static final String BREAK = "\n";

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
