package dev.rondo.models.data;

import java.util.List;

/**
 * The texts of pairs as the symbols that an {@link dev.rondo.models.seq2seq.EncoderDecoder} reads
 * and writes.
 */
public interface PairCodec {
    /** The {@link #end} of targets that need no mark, since all have the same length. */
    int NO_END = -1;

    /** Number of source symbols. */
    int sourceSymbols();

    /** Number of target symbols, begin and end marks included. */
    int targetSymbols();

    /** The target symbol that stands before the first. */
    int begin();

    /** The target symbol after the last; {@link #NO_END} for none. */
    int end();

    /** Symbols of the longest source: steps S. */
    int longestSource();

    /** Symbols of the longest target, the end mark included: steps T. */
    int longestTarget();

    /**
     * The symbols of a source. What is {@link #unknown} of it becomes the symbol for unknown ones.
     *
     * @throws DataException when it cannot be read
     */
    int[] encodeSource(String source);

    /** What of a source does not occur in what a model of these symbols was trained on. */
    Unknowns unknown(String source);

    /** The symbols of a target, the end mark included. */
    int[] encodeTarget(String target);

    /** What each symbol of a source stands for, for display. */
    List<String> sourcePieces(String source);

    /** What each target symbol stands for; U+FFFD for what is no text. */
    List<String> targetPieces(int... symbols);

    /** The text of target symbols, without end mark. */
    String decodeTarget(int... symbols);
}
