package dev.rondo.models.data;

import java.util.Arrays;
import java.util.List;

/**
 * Written dates and ISO dates as symbols. The model reads the written date without regard to small
 * and large letters, and writes the ten characters of the ISO date; as they are always ten, there
 * is no end mark.
 */
public final class DateCodec implements PairCodec {
    /** Characters of an ISO date. */
    private static final int TARGET_LENGTH = 10;

    /** "Wednesday, the 30th of September, 2003" and a little room for what users type. */
    private static final int SOURCE_LENGTH = 40;

    private static final Vocabulary SOURCE =
            Vocabulary.of(" '’,-./0123456789abcdefghijklmnopqrstuvwxyz", true);
    private static final Vocabulary TARGET = Vocabulary.of("0123456789-", false);

    @Override
    public int sourceSymbols() {
        return SOURCE.size();
    }

    @Override
    public int targetSymbols() {
        return TARGET.size() + 1;
    }

    @Override
    public int begin() {
        return TARGET.size();
    }

    @Override
    public int end() {
        return NO_END;
    }

    @Override
    public int longestSource() {
        return SOURCE_LENGTH;
    }

    @Override
    public int longestTarget() {
        return TARGET_LENGTH;
    }

    /**
     * The symbols of a written date, one for each code point.
     *
     * @throws DataException when it is empty or longer than {@link #longestSource}
     */
    @Override
    public int[] encodeSource(String written) {
        int[] text = read(written).codePoints().toArray();
        if (text.length == 0 || text.length > SOURCE_LENGTH) {
            throw new DataException(
                    "a written date has 1 to "
                            + SOURCE_LENGTH
                            + " characters, this has "
                            + text.length
                            + ": '"
                            + written
                            + "'");
        }
        return SOURCE.encode(text);
    }

    private static String read(String written) {
        int[] text = TextForm.composed(written).codePoints().map(Character::toLowerCase).toArray();
        return new String(text, 0, text.length);
    }

    @Override
    public Unknowns unknown(String written) {
        return SOURCE.unknown(read(written));
    }

    /** The ten symbols of an ISO date. */
    @Override
    public int[] encodeTarget(String iso) {
        return TARGET.encode(iso);
    }

    @Override
    public List<String> sourcePieces(String written) {
        return Tokens.CHARACTERS.split(TextForm.composed(written));
    }

    /** Begin marks, which a model may write though it should not, are shown as U+FFFD. */
    @Override
    public List<String> targetPieces(int... symbols) {
        return Arrays.stream(symbols)
                .mapToObj(i -> i == begin() ? Lexicon.UNKNOWN : TARGET.decode(i))
                .toList();
    }

    @Override
    public String decodeTarget(int... symbols) {
        return Tokens.CHARACTERS.join(targetPieces(symbols));
    }
}
