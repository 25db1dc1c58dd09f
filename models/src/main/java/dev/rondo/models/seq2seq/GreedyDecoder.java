package dev.rondo.models.seq2seq;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.models.data.PairCodec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the most likely symbol at each step, until the end mark. Encoding and one step of decoding
 * are entries of a program. Arrays pass between them.
 *
 * <pre>{@code
 * program = GreedyDecoder.addTo(program, model, S, B);
 * var decoder = new GreedyDecoder(backend.compile(program), S, B, begin, end);
 * List<Written> written = decoder.decode(sources, 50);
 * }</pre>
 */
public final class GreedyDecoder {
    /** The entry that reads the source. */
    public static final String ENCODE = "encode";

    /** The entry that writes one symbol. */
    public static final String DECODE_STEP = "decode_step";

    private static final DecoderEntries ENTRIES = new DecoderEntries(ENCODE, DECODE_STEP);

    private final Executable executable;
    private final int sourceLength;
    private final int batch;
    private final int begin;
    private final int end;

    /**
     * Uses an executable of a program that {@link #addTo} extended.
     *
     * @param sourceLength S as given to {@code addTo}
     * @param batch B as given to {@code addTo}
     * @param begin the symbol before the first
     * @param end the symbol after the last, or {@link PairCodec#NO_END} if all have the requested
     *     length
     * @throws IllegalArgumentException when one of the two is not a symbol of the targets
     */
    public GreedyDecoder(Executable executable, int sourceLength, int batch, int begin, int end) {
        DecoderRun.checkMarks(executable, ENTRIES, begin, end);
        this.executable = executable;
        this.sourceLength = sourceLength;
        this.batch = batch;
        this.begin = begin;
        this.end = end;
    }

    /**
     * Adds the entries {@value #ENCODE} and {@value #DECODE_STEP}.
     *
     * @param sourceLength S, symbols of the longest source
     * @param batch B, sources at once
     */
    public static Program addTo(
            Program program, EncoderDecoder model, int sourceLength, int batch) {
        Program p = program;
        for (Entry entry : entries(program.dtype(), model, sourceLength, batch)) {
            p = p.with(entry);
        }
        return p;
    }

    /**
     * The entries {@value #ENCODE} and {@value #DECODE_STEP}, for a program or to be added to an
     * executable.
     */
    public static List<Entry> entries(
            DType dtype, EncoderDecoder model, int sourceLength, int batch) {
        return ENTRIES.trace(
                dtype,
                model,
                sourceLength,
                batch,
                (_, state) -> state,
                (t, logits) -> t.output(DecoderEntries.SYMBOL, Functions.argmax(logits)));
    }

    /**
     * Writes for each source.
     *
     * @param sources at most B, each of 0 to S symbols
     * @param longest the largest number of symbols to write for a source
     * @throws IllegalArgumentException when there are too many sources, one is too long, or {@code
     *     longest} is negative
     */
    public List<Written> decode(List<int[]> sources, int longest) {
        DecoderRun.check(sources, batch, sourceLength, longest);
        DecoderRun run = new DecoderRun(executable, ENTRIES, sourceLength, batch, sources);
        int rows = sources.size();
        int[] symbols = new int[batch];
        Arrays.fill(symbols, begin);
        List<List<Integer>> written = new ArrayList<>();
        List<List<double[]>> weights = new ArrayList<>();
        boolean[] ended = new boolean[rows];
        for (int b = 0; b < rows; b++) {
            written.add(new ArrayList<>());
            weights.add(new ArrayList<>());
        }
        int open = rows;
        for (int t = 0; t < longest && open > 0; t++) {
            Map<String, Array> results = run.step(symbols);
            symbols = results.get(DecoderEntries.SYMBOL).i32().clone();
            for (int b = 0; b < rows; b++) {
                if (ended[b]) {
                    continue;
                }
                double[] looked = DecoderRun.weights(results, b, sources.get(b).length);
                if (looked != null) {
                    weights.get(b).add(looked);
                }
                if (symbols[b] == end) {
                    ended[b] = true;
                    open--;
                } else {
                    written.get(b).add(symbols[b]);
                }
            }
        }
        List<Written> all = new ArrayList<>();
        for (int b = 0; b < rows; b++) {
            int[] line = written.get(b).stream().mapToInt(Integer::intValue).toArray();
            all.add(new Written(line, weights.get(b), ended[b]));
        }
        return all;
    }
}
