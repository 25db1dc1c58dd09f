package dev.rondo.models.seq2seq;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.seq2seq.EncoderDecoder.Encoded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The two entries of decoding, reading the source and writing one symbol, between which memory and
 * state pass as arrays.
 *
 * @param encode name of the entry that reads
 * @param step name of the entry that writes
 */
record DecoderEntries(String encode, String step) {
    static final String MEMORY = "encoded.memory";
    static final String STATE = "encoded.state";
    static final String SYMBOL = "symbol";
    static final String WEIGHTS = "weights";

    /**
     * Traces both.
     *
     * @param sourceLength S, symbols of the longest source
     * @param rows sources, or hypotheses, at once
     * @param from what a step begins with, given the state that was handed in
     * @param results declares what is returned of the logits [rows, V]
     */
    List<Entry> trace(
            DType dtype,
            EncoderDecoder model,
            int sourceLength,
            int rows,
            BiFunction<Trace, Decoder.State, Decoder.State> from,
            BiConsumer<Trace, Tensor> results) {
        List<Encoded> form = new ArrayList<>();
        Entry reading =
                Entry.trace(
                        encode,
                        dtype,
                        t -> {
                            Encoded e =
                                    model.encode(
                                            t.input(
                                                    EncoderDecoder.SOURCE,
                                                    DType.I32,
                                                    sourceLength,
                                                    rows),
                                            t.input(
                                                    EncoderDecoder.SOURCE_LENGTHS,
                                                    DType.I32,
                                                    rows));
                            StatePorts.output(t, MEMORY, new Memories(e.memory()));
                            StatePorts.output(t, STATE, e.state());
                            form.add(e);
                        });
        Entry writing =
                Entry.trace(
                        step,
                        dtype,
                        t -> {
                            Encoded like = form.getFirst();
                            Memories memory =
                                    StatePorts.input(t, MEMORY, new Memories(like.memory()));
                            Decoder.State state =
                                    from.apply(t, StatePorts.input(t, STATE, like.state()));
                            Tensor before = t.input(SYMBOL, DType.I32, rows);
                            Decoder.Output o =
                                    model.decodeStep(before, new Encoded(memory.all(), state));
                            results.accept(t, o.logits());
                            o.weights().forEach(w -> t.output(WEIGHTS, w));
                            StatePorts.output(t, STATE, o.state());
                        });
        return List.of(reading, writing);
    }
}
