package dev.rondo.cell;

import dev.rondo.graph.Tensor;

import java.util.List;

/** A layer from sequence to sequence, the element of a {@link RecurrentStack}. */
public interface SequenceLayer {
    /**
     * The result of a layer.
     *
     * @param outputs [T, B, …]
     * @param last the final state of each cell: one, or forwards and backwards
     */
    record Output(Tensor outputs, List<Record> last) {}

    /**
     * Traces the layer.
     *
     * @param xs the inputs [T, B, I]
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     */
    Output over(Tensor xs, Tensor lengths);

    /** A layer that runs a cell forwards. */
    static <S extends Record> SequenceLayer of(Cell<S> cell) {
        return (xs, lengths) -> {
            var r = Recurrence.of(cell).lengths(lengths).over(xs);
            return new Output(r.outputs(), List.of(r.last()));
        };
    }

    /**
     * A layer that runs one cell forwards and another backwards. Their outputs stand side by side
     * on the last axis.
     */
    static <S extends Record, R extends Record> SequenceLayer bidirectional(
            Cell<S> forwards, Cell<R> backwards) {
        return (xs, lengths) -> {
            var f = Recurrence.of(forwards).lengths(lengths).over(xs);
            var b = Recurrence.of(backwards).lengths(lengths).backwards().over(xs);
            return new Output(
                    dev.rondo.graph.Functions.concat(-1, f.outputs(), b.outputs()),
                    List.of(f.last(), b.last()));
        };
    }
}
