package dev.rondo.models.attention;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Part;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A memory prepared for one kind of attention: the keys that queries are compared with, and the
 * values that they get. The batch comes first. It may be returned from one entry and given to
 * another (see {@link dev.rondo.models.cell.StatePorts}).
 *
 * @param keys [B, …, S, Dk]
 * @param values [B, …, S, Dv]
 * @param mask the positions that count, BOOL [B, S]: empty if all count, else one element
 */
public record Memory(Tensor keys, Tensor values, List<Tensor> mask) {
    /**
     * Copies the list.
     *
     * @throws TraceException if there is not a value for each key, or if the mask has another form
     */
    public Memory {
        mask = List.copyOf(mask);
        if (keys.rank() < 3 || !keys.shape().with(-1, 0).equals(values.shape().with(-1, 0))) {
            throw new TraceException(
                    "a memory has keys [B, ..., S, Dk] and a value for each; got keys "
                            + keys.type()
                            + " and values "
                            + values.type());
        }
        if (mask.size() > 1) {
            throw new TraceException("a memory has one mask or none; got " + mask.size());
        }
        for (Tensor m : mask) {
            if (m.dtype() != DType.BOOL || !m.shape().equals(Shape.of(keys.dim(0), keys.dim(-2)))) {
                throw new TraceException(
                        "the mask of a memory of keys "
                                + keys.type()
                                + " is BOOL"
                                + Shape.of(keys.dim(0), keys.dim(-2))
                                + "; got "
                                + m.type());
            }
        }
    }

    /**
     * Prepares a memory.
     *
     * @param part the attention, for messages
     * @param keys [S, B, Dk]
     * @param values [S, B, Dv]
     * @param lengths I32 [B], each from 0 to S, or null; a run checks them if they are an input
     * @param key maps keys [S, B, Dk] to what the score reads, with the batch first
     * @param value maps values [S, B, Dv] to those whose mean is a context, with the batch first
     */
    static Memory of(
            Part part,
            Tensor keys,
            Tensor values,
            Tensor lengths,
            UnaryOperator<Tensor> key,
            UnaryOperator<Tensor> value) {
        part.floats("values", values, keys.dim(0), keys.dim(1), "D");
        if (lengths != null) {
            part.wholes("lengths", lengths, keys.dim(1));
            lengths.within(new Bounds(0, keys.dim(0)));
        }
        Tensor k = clean(keys, lengths);
        Tensor v = values == keys ? k : clean(values, lengths);
        return new Memory(key.apply(k), value.apply(v), mask(keys.dim(0), lengths));
    }

    /** Number of rows B. */
    int batch() {
        return keys.dim(0);
    }

    /** Number of positions S. */
    int positions() {
        return keys.dim(-2);
    }

    /** States [S, B, D] with zeros after each row's length. */
    private static Tensor clean(Tensor states, Tensor lengths) {
        if (lengths == null) {
            return states;
        }
        // Weights of 0 would not be enough: 0 · NaN is NaN.
        Tensor counts = states.graph().iota(Shape.of(states.dim(0), 1), 0).lessThan(lengths);
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
