package dev.rondo.models.seq2seq;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.seq2seq.EncoderDecoder.Encoded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the likeliest symbol at each step, until the end mark. Encoding and one step of decoding
 * are entries of a program; what passes between them are arrays.
 *
 * <pre>{@code
 * program = GreedyDecoder.addTo(program, model, S, B);
 * var decoder = new GreedyDecoder(backend.compile(program), S, B, begin, end);
 * List<GreedyDecoder.Written> written = decoder.decode(sources, 50);
 * }</pre>
 */
public final class GreedyDecoder {
    /** The entry that reads the source. */
    public static final String ENCODE = "encode";

    /** The entry that writes one symbol. */
    public static final String DECODE_STEP = "decode_step";

    private static final String ENCODED = "encoded";
    private static final String SYMBOL = "symbol";
    private static final String WEIGHTS = "weights";

    /**
     * What was written for one source.
     *
     * @param symbols without begin and end marks
     * @param weights for each step, that of the end mark included, the weight of each source
     *     symbol; empty without attention
     * @param ended whether the end mark came before the longest length
     */
    public record Written(int[] symbols, List<double[]> weights, boolean ended) {}

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
     * @param end the symbol behind the last
     */
    public GreedyDecoder(Executable executable, int sourceLength, int batch, int begin, int end) {
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
        List<Encoded> form = new ArrayList<>();
        Entry encode =
                Entry.trace(
                        ENCODE,
                        dtype,
                        t -> {
                            Encoded e =
                                    model.encode(
                                            t.input(
                                                    EncoderDecoder.SOURCE,
                                                    DType.I32,
                                                    sourceLength,
                                                    batch),
                                            t.input(
                                                    EncoderDecoder.SOURCE_LENGTHS,
                                                    DType.I32,
                                                    batch));
                            StatePorts.output(t, ENCODED + ".memory", new Memories(e.memory()));
                            StatePorts.output(t, ENCODED + ".state", e.state());
                            form.add(e);
                        });
        Entry step =
                Entry.trace(
                        DECODE_STEP,
                        dtype,
                        t -> {
                            Encoded like = form.getFirst();
                            Memories memory =
                                    StatePorts.input(
                                            t, ENCODED + ".memory", new Memories(like.memory()));
                            Decoder.State state =
                                    StatePorts.input(t, ENCODED + ".state", like.state());
                            Tensor before = t.input(SYMBOL, DType.I32, batch);
                            Decoder.Output o =
                                    model.decodeStep(before, new Encoded(memory.all(), state));
                            t.output(SYMBOL, Functions.argmax(o.logits()));
                            o.weights().forEach(w -> t.output(WEIGHTS, w));
                            StatePorts.output(t, ENCODED + ".state", o.state());
                        });
        return List.of(encode, step);
    }

    /**
     * Writes for each source.
     *
     * @param sources at most B, each of 0 to S symbols
     * @param longest most symbols to write for a source
     * @throws IllegalArgumentException when there are too many sources, or one is too long
     */
    public List<Written> decode(List<int[]> sources, int longest) {
        if (sources.size() > batch) {
            throw new IllegalArgumentException(
                    "this decoder takes at most " + batch + " sources, got " + sources.size());
        }
        Map<String, Array> given = new HashMap<>(encode(sources));
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
            given.put(SYMBOL, Array.of(symbols, batch));
            Map<String, Array> results = executable.run(DECODE_STEP, given);
            symbols = results.get(SYMBOL).i32().clone();
            for (int b = 0; b < rows; b++) {
                if (ended[b]) {
                    continue;
                }
                if (results.containsKey(WEIGHTS)) {
                    weights.get(b).add(row(results.get(WEIGHTS), b, sources.get(b).length));
                }
                if (symbols[b] == end) {
                    ended[b] = true;
                    open--;
                } else {
                    written.get(b).add(symbols[b]);
                }
            }
            given.putAll(StatePorts.keep(ENCODED + ".state", results));
        }
        List<Written> all = new ArrayList<>();
        for (int b = 0; b < rows; b++) {
            int[] line = written.get(b).stream().mapToInt(Integer::intValue).toArray();
            all.add(new Written(line, List.copyOf(weights.get(b)), ended[b]));
        }
        return all;
    }

    private Map<String, Array> encode(List<int[]> sources) {
        int[] symbols = new int[sourceLength * batch];
        int[] lengths = new int[batch];
        for (int b = 0; b < sources.size(); b++) {
            int[] source = sources.get(b);
            if (source.length > sourceLength) {
                throw new IllegalArgumentException(
                        "this decoder reads at most "
                                + sourceLength
                                + " symbols; source "
                                + b
                                + " has "
                                + source.length);
            }
            lengths[b] = source.length;
            for (int s = 0; s < source.length; s++) {
                symbols[s * batch + b] = source[s];
            }
        }
        Map<String, Array> results =
                executable.run(
                        ENCODE,
                        Map.of(
                                EncoderDecoder.SOURCE,
                                Array.of(symbols, sourceLength, batch),
                                EncoderDecoder.SOURCE_LENGTHS,
                                Array.of(lengths, batch)));
        return StatePorts.keep(ENCODED, results);
    }

    private static double[] row(Array weights, int b, int length) {
        double[] row = new double[length];
        int width = weights.shape().dim(1);
        for (int s = 0; s < length; s++) {
            row[s] = weights.get(b * width + s);
        }
        return row;
    }
}
