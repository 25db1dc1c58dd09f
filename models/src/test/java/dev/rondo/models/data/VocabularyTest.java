package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class VocabularyTest {
    @Test
    void symbolsAreNumberedInOrder() {
        Vocabulary v = Vocabulary.of("ba😀é", false);
        assertThat(v.size()).isEqualTo(4);
        assertThat(v.encode("é😀ab")).containsExactly(3, 2, 1, 0);
        assertThat(v.decode(2, 0, 3)).isEqualTo("😀bé");
        assertThat(v.characters()).isEqualTo("ba😀é");
        assertThat(v.contains('a')).isTrue();
        assertThat(v.contains('c')).isFalse();
    }

    @Test
    void unknownCharactersAreNamedWithTheirPositions() {
        Vocabulary v = Vocabulary.of("ab", false);
        assertThatThrownBy(() -> v.encode("ab😀"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 of 3 characters does not")
                .hasMessageContaining("'😀' (U+1F600) at 3");
        assertThatThrownBy(() -> v.encode("a\nx\n"))
                .hasMessageContaining("there is no symbol for unknown characters")
                .hasMessageContaining("3 of 4 characters do not occur")
                .hasMessageContaining("(U+000A, 2 times from 2; 'x' (U+0078) at 3)");
        assertThatThrownBy(() -> v.encode("cdefghijklm")).hasMessageContaining("; and 3 more)");
    }

    @Test
    void whatIsUnknownCanBeAsked() {
        assertThat(Vocabulary.of("ab", true).unknown("abba").isEmpty()).isTrue();
        Unknowns found = Vocabulary.of("\u00f6", true).unknown("o\u0308x");
        assertThat(found.symbols()).containsExactly(new Unknowns.Symbol("x", 2, 1));
        assertThat(found.count()).isEqualTo(1);
        Lexicon words = new Lexicon(Tokens.WORDS, List.of("a", "b"));
        assertThat(words.unknown("a red b red"))
                .hasToString(
                        "2 of 4 words do not occur in what the model was trained on"
                                + " ('red', 2 times from 2)");
        assertThat(DateCorpus.codec().unknown("3. M\u00c4RZ").symbols())
                .containsExactly(new Unknowns.Symbol("\u00e4", 5, 1));
    }

    @Test
    void unknownCharactersMayShareASymbol() {
        Vocabulary v = Vocabulary.of("ab", true);
        assertThat(v.size()).isEqualTo(3);
        assertThat(v.encode("xay")).containsExactly(2, 0, 2);
        assertThat(v.decode(2, 0)).isEqualTo("\uFFFDa");
    }

    @Test
    void rareCharactersOfATextAreUnknown() {
        int[] text = "aabbbcß".codePoints().toArray();
        assertThat(Vocabulary.ofText(text, 1)).isEqualTo(Vocabulary.of("abcß", false));
        assertThat(Vocabulary.ofText(text, 2)).isEqualTo(Vocabulary.of("ab", true));
        assertThat(Vocabulary.ofText(text, 3)).isEqualTo(Vocabulary.of("b", true));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Vocabulary.of("aba", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> Vocabulary.of("ab", false).decode(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no symbol 2");
    }

    @Test
    void decomposedTextIsReadAsComposed() {
        Vocabulary v = Vocabulary.of("G\u00f6\u00dfe", false);
        assertThat(v.encode("Go\u0308\u00dfe")).containsExactly(0, 1, 2, 3);
        Vocabulary decomposed = Vocabulary.of("Go\u0308", false);
        assertThat(decomposed.encode("G\u00f6")).containsExactly(0, 1, 2);
        // of what is not wholly known, the form of which most is
        Vocabulary some = Vocabulary.of("G\u00f6", true);
        assertThat(some.encode("Go\u0308?")).containsExactly(0, 1, 2);
    }

    @Test
    void textIsReadInTheFormThatWasTrainedOn() {
        Vocabulary written = Vocabulary.of("o\u0308\u00f6", false);
        assertThat(written.encode("o\u0308\u00f6")).containsExactly(0, 1, 2);
        Vocabulary composed = written.reading(TextForm.COMPOSED);
        assertThat(composed.encode("o\u0308\u00f6")).containsExactly(2, 2);
        assertThat(composed).isNotEqualTo(written);
    }

    @Test
    void specialSymbolsStandForNoText() {
        Vocabulary v = Vocabulary.of(List.of("<pad>", "b", "<unk>", "a", "[SEP]", "<"));
        assertThat(v.size()).isEqualTo(6);
        assertThat(v.encode("ab<pad>")).containsExactly(3, 1, 5, 2, 3, 2, 2);
        assertThat(v.decode(0, 1, 2, 4)).isEqualTo("<pad>b\uFFFD[SEP]");
        assertThat(v.characters()).isEqualTo("ba<");
        assertThat(v.isPlain()).isFalse();
        assertThat(Vocabulary.of(v.symbols())).isEqualTo(v);
        Vocabulary last = Vocabulary.of(List.of("a", "<unk>"));
        assertThat(last).isEqualTo(Vocabulary.of("a", true));
        assertThat(last.isPlain()).isTrue();
        assertThat(v.symbol("a")).contains(3);
        assertThat(v.symbol("x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"the, must be one character", "a, is twice", "<s>, <s> is twice", "'', found \"\""})
    void aSymbolThatCannotBeIsRefused(String symbol, String message) {
        List<String> symbols = List.of("a", "<s>", symbol);
        assertThatThrownBy(() -> Vocabulary.of(symbols))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Property(tries = 200)
    void everyTextComesBack(@ForAll @StringLength(max = 50) String text) {
        int[] codePoints = text.codePoints().toArray();
        Vocabulary v = Vocabulary.ofText(codePoints, 1);
        assertThat(v.decode(v.encode(codePoints))).isEqualTo(text);
        assertThat(Vocabulary.of(v.characters(), v.hasUnknown())).isEqualTo(v);
    }
}
