package dev.rondo.models.attention;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A memory made ready for one kind of attention: what queries are compared with, and what they get.
 * The batch comes first. It may be returned from one entry and given to another (see {@link
 * dev.rondo.models.cell.StatePorts}).
 *
 * @param keys [B, …, S, Dk]
 * @param values [B, …, S, Dv]
 * @param mask which positions count, BOOL [B, S]; empty when all do, else one element
 */
public record Memory(Tensor keys, Tensor values, List<Tensor> mask) {
    /** Copies the list. */
    public Memory {
        mask = List.copyOf(mask);
    }

    /**
     * Prepares what is looked at.
     *
     * @param keys [S, B, Dk]
     * @param values [S, B, Dv]
     * @param lengths I32 [B], each from 0 to S, which a run checks where they are an input; or null
     * @param key from keys [S, B, Dk] to what the score reads, the batch first
     * @param value from values [S, B, Dv] to what a context is a mean of, the batch first
     */
    static Memory of(
            Tensor keys,
            Tensor values,
            Tensor lengths,
            UnaryOperator<Tensor> key,
            UnaryOperator<Tensor> value) {
        Tensor k = clean(keys, lengths);
        Tensor v = values == keys ? k : clean(values, lengths);
        if (v.dim(0) != k.dim(0) || v.dim(1) != k.dim(1)) {
            throw new TraceException(
                    "attention needs a value for each key, got keys "
                            + keys.type()
                            + " and values "
                            + values.type());
        }
        return new Memory(key.apply(k), value.apply(v), mask(keys.dim(0), lengths));
    }

    /** Number of positions S. */
    int positions() {
        return keys.dim(-2);
    }

    /** States [S, B, D] with zeros behind each row's length. */
    private static Tensor clean(Tensor states, Tensor lengths) {
        if (states.rank() != 3 || !states.dtype().isFloat()) {
            throw new TraceException(
                    "attention looks at states [S, B, D] of a float type, got " + states.type());
        }
        if (lengths == null) {
            return states;
        }
        int positions = states.dim(0);
        int batch = states.dim(1);
        if (lengths.dtype() != DType.I32 || !lengths.shape().equals(Shape.of(batch))) {
            throw new TraceException(
                    "lengths must be I32["
                            + batch
                            + "] for states "
                            + states.type()
                            + ", got "
                            + lengths.type());
        }
        lengths.within(new Bounds(0, positions));
        // Weights of 0 would not be enough: 0 · NaN is NaN.
        Tensor counts = states.graph().iota(Shape.of(positions, 1), 0).lessThan(lengths);
        return where(counts.expand(-1), states, states.graph().zeros(states.type()));
    }

    /** The mask [B, S] of lengths, if any. */
    private static List<Tensor> mask(int positions, Tensor lengths) {
        List<Tensor> mask = new ArrayList<>();
        if (lengths != null) {
            Tensor place = lengths.graph().iota(Shape.of(positions), 0);
            mask.add(place.lessThan(lengths.expand(-1)));
        }
        return mask;
    }

    /** States [S, B, D] as [B, S, D]. */
    static Tensor batchFirst(Tensor states) {
        return states.transpose(1, 0, 2);
    }
}
