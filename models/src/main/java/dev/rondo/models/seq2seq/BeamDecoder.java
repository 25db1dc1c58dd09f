package dev.rondo.models.seq2seq;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cell.States;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.data.PairCodec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Searches for the most likely sequences. At each step the K most likely beginnings continue
 * (Sutskever et al. 2014, section 3.2). A beginning that writes the end mark is finished and gives
 * up its place. Finished sequences are ordered with a {@link LengthPenalty}. A beam of 1 writes
 * what {@link GreedyDecoder} does, bit for bit.
 *
 * <p>Each source takes K rows. The device computes logits. The host decides which hypotheses
 * continue, and the next step gathers their states.
 *
 * <pre>{@code
 * program = BeamDecoder.addTo(program, model, S, B, K);
 * var decoder = new BeamDecoder(backend.compile(program), S, B, K, begin, end);
 * List<List<Hypothesis>> best = decoder.decode(sources, 50, new LengthPenalty(0.6));
 * }</pre>
 */
public final class BeamDecoder {
    /** The entry that reads the source. */
    public static final String ENCODE = "beam_encode";

    /** The entry that gives the logits of one symbol. */
    public static final String DECODE_STEP = "beam_step";

    private static final String PARENT = "parent";
    private static final String LOGITS = "logits";
    private static final String LOG_SUM = "log_sum";
    private static final DecoderEntries ENTRIES = new DecoderEntries(ENCODE, DECODE_STEP);

    private final Executable executable;
    private final int sourceLength;
    private final int batch;
    private final int width;
    private final int begin;
    private final int end;

    /**
     * Uses an executable of a program that {@link #addTo} extended.
     *
     * @param sourceLength S as given to {@code addTo}
     * @param batch B as given to {@code addTo}
     * @param width K as given to {@code addTo}
     * @param begin the symbol before the first
     * @param end the symbol after the last, or {@link PairCodec#NO_END} if all have the requested
     *     length
     * @throws IllegalArgumentException when one of the two is not a symbol of the targets
     */
    public BeamDecoder(
            Executable executable, int sourceLength, int batch, int width, int begin, int end) {
        DecoderRun.checkMarks(executable, ENTRIES, begin, end);
        this.executable = executable;
        this.sourceLength = sourceLength;
        this.batch = batch;
        this.width = width;
        this.begin = begin;
        this.end = end;
    }

    /**
     * Adds the entries {@value #ENCODE} and {@value #DECODE_STEP}.
     *
     * @param sourceLength S, symbols of the longest source
     * @param batch B, sources at once
     * @param width K, hypotheses of each source
     */
    public static Program addTo(
            Program program, EncoderDecoder model, int sourceLength, int batch, int width) {
        Program p = program;
        for (Entry entry : entries(program.dtype(), model, sourceLength, batch, width)) {
            p = p.with(entry);
        }
        return p;
    }

    /**
     * The entries {@value #ENCODE} and {@value #DECODE_STEP}, for a program or to be added to an
     * executable.
     *
     * @throws IllegalArgumentException when the beam is narrower than 1
     */
    public static List<Entry> entries(
            DType dtype, EncoderDecoder model, int sourceLength, int batch, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("a beam is at least 1 wide, got " + width);
        }
        int rows = Math.multiplyExact(batch, width);
        return ENTRIES.trace(
                dtype,
                model,
                sourceLength,
                rows,
                (t, state) -> permuted(state, t.input(PARENT, DType.I32, rows)),
                BeamDecoder::results);
    }

    /** Row r of the state is that of row parent[r]. */
    private static Decoder.State permuted(Decoder.State state, Tensor parent) {
        List<Tensor> rows = States.tensors(state).stream().map(s -> s.gather(parent)).toList();
        return States.with(state, rows);
    }

    private static void results(Trace t, Tensor logits) {
        Tensor top = logits.largest(-1);
        Tensor sum = Functions.exp(logits.minus(top.expand(-1))).sum(-1);
        t.output(LOGITS, logits);
        t.output(LOG_SUM, Functions.log(sum).plus(top));
    }

    /**
     * Searches for each source.
     *
     * @param sources at most B, each of 0 to S symbols
     * @param longest the largest number of symbols to write for a source
     * @param penalty how lengths are compared
     * @return K hypotheses for each source, or fewer if there are no more. Finished ones come
     *     first, and each kind is ordered by falling score
     * @throws IllegalArgumentException when there are too many sources, one is too long, or {@code
     *     longest} is negative
     * @throws NonFiniteException when the model gives a logit that is not a number
     */
    public List<List<Hypothesis>> decode(List<int[]> sources, int longest, LengthPenalty penalty) {
        DecoderRun.check(sources, batch, sourceLength, longest);
        List<int[]> repeated = new ArrayList<>();
        List<Beam> beams = new ArrayList<>();
        for (int[] source : sources) {
            repeated.addAll(Collections.nCopies(width, source));
            beams.add(new Beam(width, end));
        }
        int rows = batch * width;
        DecoderRun run = new DecoderRun(executable, ENTRIES, sourceLength, rows, repeated);
        int[] symbols = new int[rows];
        int[] parents = IntStream.range(0, rows).toArray();
        Arrays.fill(symbols, begin);
        for (int t = 0; t < longest && beams.stream().anyMatch(b -> b.open() > 0); t++) {
            Map<String, Array> results = run.step(symbols, PARENT, parents);
            for (int b = 0; b < beams.size(); b++) {
                Beam beam = beams.get(b);
                step(beam, results, b * width, sources.get(b).length);
                for (int i = 0; i < beam.open(); i++) {
                    symbols[b * width + i] = beam.symbol(i);
                    parents[b * width + i] = b * width + beam.parent(i);
                }
            }
        }
        return beams.stream().map(b -> b.hypotheses(penalty)).toList();
    }

    private static void step(
            Beam beam, Map<String, Array> results, int firstRow, int sourceSymbols) {
        Array logits = results.get(LOGITS);
        int vocabulary = logits.shape().dim(1);
        double[][] each = new double[beam.open()][vocabulary];
        double[] logSums = new double[beam.open()];
        double[][] weights = new double[beam.open()][];
        for (int i = 0; i < each.length; i++) {
            int row = firstRow + i;
            for (int v = 0; v < vocabulary; v++) {
                each[i][v] = logits.get(row * vocabulary + v);
            }
            logSums[i] = results.get(LOG_SUM).get(row);
            weights[i] = DecoderRun.weights(results, row, sourceSymbols);
        }
        beam.step(each, logSums, weights);
    }
}
