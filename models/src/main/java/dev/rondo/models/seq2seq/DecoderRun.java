package dev.rondo.models.seq2seq;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.data.PairCodec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources that are being decoded: runs {@link DecoderEntries} and hands their state on. */
final class DecoderRun {
    private final Executable executable;
    private final DecoderEntries entries;
    private final int rows;
    private final Map<String, Array> given = new HashMap<>();

    /**
     * Reads the sources.
     *
     * @param sourceLength S as the entries were traced for
     * @param rows as the entries were traced for
     * @param sources at most as many as there are rows, each of 0 to S symbols
     * @throws IllegalArgumentException when a source is too long
     */
    DecoderRun(
            Executable executable,
            DecoderEntries entries,
            int sourceLength,
            int rows,
            List<int[]> sources) {
        this.executable = executable;
        this.entries = entries;
        this.rows = rows;
        int[] symbols = new int[sourceLength * rows];
        int[] lengths = new int[rows];
        for (int r = 0; r < sources.size(); r++) {
            int[] source = sources.get(r);
            lengths[r] = source.length;
            for (int s = 0; s < source.length; s++) {
                symbols[s * rows + r] = source[s];
            }
        }
        Map<String, Array> read =
                executable.run(
                        entries.encode(),
                        Map.of(
                                EncoderDecoder.SOURCE,
                                Array.of(symbols, sourceLength, rows),
                                EncoderDecoder.SOURCE_LENGTHS,
                                Array.of(lengths, rows)));
        given.putAll(StatePorts.keep(DecoderEntries.MEMORY, read));
        given.putAll(StatePorts.keep(DecoderEntries.STATE, read));
    }

    /**
     * Refuses marks that are no symbols of the targets; there may be no end mark.
     *
     * @throws IllegalArgumentException naming the mark and the symbols there are
     */
    static void checkMarks(Executable executable, DecoderEntries entries, int begin, int end) {
        Tensor symbol = executable.compiled(entries.step()).inputs().get(DecoderEntries.SYMBOL);
        for (Bounds symbols : symbol.node().bounds()) {
            checkMark("begin", begin, symbols);
            checkMark("end", end, symbols.or(PairCodec.NO_END));
        }
    }

    private static void checkMark(String which, int mark, Bounds symbols) {
        if (!symbols.allow(mark)) {
            throw new IllegalArgumentException(
                    "the "
                            + which
                            + " mark must be a symbol of the targets, "
                            + symbols
                            + ", got "
                            + mark);
        }
    }

    /** Refuses sources that the entries cannot take. */
    static void check(List<int[]> sources, int batch, int sourceLength, int longest) {
        if (longest < 0) {
            throw new IllegalArgumentException("0 or more symbols can be written, got " + longest);
        }
        if (sources.size() > batch) {
            throw new IllegalArgumentException(
                    "this decoder takes at most " + batch + " sources, got " + sources.size());
        }
        for (int b = 0; b < sources.size(); b++) {
            if (sources.get(b).length > sourceLength) {
                throw new IllegalArgumentException(
                        "this decoder reads at most "
                                + sourceLength
                                + " symbols; source "
                                + b
                                + " has "
                                + sources.get(b).length);
            }
        }
    }

    /**
     * One step.
     *
     * @param symbols the previous symbol of each row
     * @return what the entry returned, valid until the next step
     */
    Map<String, Array> step(int[] symbols) {
        given.put(DecoderEntries.SYMBOL, Array.of(symbols, rows));
        Map<String, Array> results = executable.run(entries.step(), given);
        given.putAll(StatePorts.keep(DecoderEntries.STATE, results));
        return results;
    }

    /** One step, with one more input of the entry. */
    Map<String, Array> step(int[] symbols, String name, int[] values) {
        given.put(name, Array.of(values, rows));
        return step(symbols);
    }

    /** The weights of a row's source symbols; null without attention. */
    static double[] weights(Map<String, Array> results, int row, int length) {
        Array all = results.get(DecoderEntries.WEIGHTS);
        if (all == null) {
            return null;
        }
        double[] weights = new double[length];
        int width = all.shape().dim(1);
        for (int s = 0; s < length; s++) {
            weights[s] = all.get(row * width + s);
        }
        return weights;
    }
}
