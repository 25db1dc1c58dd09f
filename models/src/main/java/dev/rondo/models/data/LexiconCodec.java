package dev.rondo.models.data;

import java.util.Arrays;
import java.util.List;

/**
 * Sources and targets in a {@link Lexicon} each; after the target's symbols come its end and begin
 * marks.
 *
 * @param source what is read
 * @param target what is written
 * @param longestSource tokens of the longest source
 * @param longestTarget tokens of the longest target and its end mark
 */
public record LexiconCodec(Lexicon source, Lexicon target, int longestSource, int longestTarget)
        implements PairCodec {
    @Override
    public int sourceSymbols() {
        return source.size();
    }

    @Override
    public int targetSymbols() {
        return target.size() + 2;
    }

    @Override
    public int begin() {
        return target.size() + 1;
    }

    @Override
    public int end() {
        return target.size();
    }

    /**
     * The symbols of a source, however long.
     *
     * @throws DataException when there are none
     */
    @Override
    public int[] encodeSource(String text) {
        if (text.isBlank()) {
            throw new DataException("there is nothing to read in '" + text + "'");
        }
        return source.encode(text);
    }

    @Override
    public Unknowns unknown(String text) {
        return source.unknown(text);
    }

    @Override
    public int[] encodeTarget(String text) {
        int[] symbols = target.encode(text);
        int[] ended = Arrays.copyOf(symbols, symbols.length + 1);
        ended[symbols.length] = end();
        return ended;
    }

    @Override
    public List<String> sourcePieces(String text) {
        return source.split(text);
    }

    @Override
    public List<String> targetPieces(int... symbols) {
        return Arrays.stream(symbols).mapToObj(target::token).toList();
    }

    @Override
    public String decodeTarget(int... symbols) {
        return target.unit().join(targetPieces(symbols));
    }
}
