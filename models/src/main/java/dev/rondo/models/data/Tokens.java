package dev.rondo.models.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
    };

    /** The tokens of a text. */
    public abstract List<String> split(String text);

    /** The text of tokens; of words with one space between. */
    public abstract String join(List<String> tokens);

    /** The name as options and messages write it, in the plural. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
