package dev.rondo.models.data;

import java.util.Optional;
import java.util.OptionalInt;

/** The symbols of a model that reads and writes text: a number for each character, or word. */
public sealed interface TextSymbols permits Lexicon, Vocabulary {
    /** What texts are cut into. */
    Tokens unit();

    /** Number of symbols, those for unknown tokens and special ones included. */
    int size();

    /** The form in which text is known. */
    TextForm form();

    /** A text in the form in which it is known, so that what looks the same is the same. */
    String read(String text);

    /**
     * The symbols of a text, in the form in which it is known.
     *
     * @throws DataException when tokens are unknown and there is not a symbol for such; the message
     *     names them and their positions
     */
    int[] encode(String text);

    /** What of a text {@link #encode} has no symbol for, or only that for unknown tokens. */
    Unknowns unknown(String text);

    /** The symbol for unknown tokens, if there is one. */
    OptionalInt unknownSymbol();

    /** The symbol of a token, or of that special name, if there is one. */
    Optional<Integer> symbol(String name);

    /**
     * The text of symbols.
     *
     * @throws IllegalArgumentException when there is no such symbol
     */
    String decode(int... symbols);

    /** A text, and behind it that of symbols which go on from it. */
    String continued(String text, int... symbols);
}
