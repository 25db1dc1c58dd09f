package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

class TokensProperties {
    /** What was written again is cut as before, and characters are written as they were. */
    @Property(tries = 300)
    void what_is_joined_is_split_alike(@ForAll String text) {
        String lone = text.replaceAll("\\p{Cs}", ""); // halves of characters are in no file
        for (Tokens unit : Tokens.values()) {
            List<String> tokens = unit.split(lone);
            assertThat(unit.split(unit.join(tokens))).isEqualTo(tokens);
        }
        assertThat(Tokens.CHARACTERS.join(Tokens.CHARACTERS.split(lone))).isEqualTo(lone);
    }

    /** Without line breaks, words are what Java's own split at white space leaves. */
    @Property(tries = 200)
    void words_lie_between_white_space(@ForAll String text) {
        String line = text.replaceAll("\\R", " ");
        assertThat(Tokens.WORDS.split(line))
                .isEqualTo(Arrays.stream(line.split("\\s+")).filter(w -> !w.isEmpty()).toList());
    }

    @Property(tries = 200)
    void bare_words_have_no_capitals_and_no_punctuation(@ForAll String text) {
        assertThat(Tokens.BARE_WORDS.split(text))
                .allSatisfy(
                        word -> {
                            assertThat(word).isEqualTo(word.toLowerCase(Locale.ROOT));
                            assertThat(word.codePoints())
                                    .allMatch(
                                            c ->
                                                    c == '\''
                                                            || Character.isLetterOrDigit(c)
                                                            || Character.getType(c)
                                                                    == Character.LETTER_NUMBER
                                                            || Character.getType(c)
                                                                    == Character.OTHER_NUMBER
                                                            || Character.getType(c)
                                                                    == Character.NON_SPACING_MARK
                                                            || Character.getType(c)
                                                                    == Character
                                                                            .COMBINING_SPACING_MARK
                                                            || Character.getType(c)
                                                                    == Character.ENCLOSING_MARK);
                        });
    }

    @Example
    void a_line_break_is_a_word_of_its_own() {
        List<String> words = Tokens.WORDS.split("  one two\r\n\n three\t.\n");
        assertThat(words).containsExactly("one", "two", "\n", "\n", "three", ".", "\n");
        assertThat(Tokens.WORDS.join(words)).isEqualTo("one two\n\nthree .\n");
        assertThat(Tokens.BARE_WORDS.split("It\u2019s Jack's 'dog', no. 2!"))
                .containsExactly("it's", "jack's", "dog", "no", "2");
    }

    @Example
    void a_text_that_is_gone_on_with_keeps_its_own_white_space() {
        Lexicon words = new Lexicon(Tokens.WORDS, List.of("\n", "a", "b"));
        assertThat(words.continued("x  y", 1, 2, 0, 1)).isEqualTo("x  y a b\na");
        assertThat(words.continued("x ", 1)).isEqualTo("x a");
        assertThat(words.continued("x", 0, 1)).isEqualTo("x\na");
        assertThat(words.continued("", 1, 3)).isEqualTo("a \uFFFD");
        assertThat(words.encode("a c\nb")).containsExactly(1, 3, 0, 2);
    }
}
