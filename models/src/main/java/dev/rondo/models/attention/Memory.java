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
 * A memory made ready for one kind of attention: what queries are compared with, and what they get.
 * The batch comes first. It may be returned from one entry and given to another (see {@link
 * dev.rondo.models.cell.StatePorts}).
 *
 * @param keys [B, …, S, Dk]
 * @param values [B, …, S, Dv]
 * @param mask which positions count, BOOL [B, S]; empty when all do, else one element
 */
public record Memory(Tensor keys, Tensor values, List<Tensor> mask) {
    /**
     * Copies the list.
     *
     * @throws TraceException when there is not a value for each key, or the mask is of another form
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
     * Prepares what is looked at.
     *
     * @param part the attention, for messages
     * @param keys [S, B, Dk]
     * @param values [S, B, Dv]
     * @param lengths I32 [B], each from 0 to S, which a run checks where they are an input; or null
     * @param key from keys [S, B, Dk] to what the score reads, the batch first
     * @param value from values [S, B, Dv] to what a context is a mean of, the batch first
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

    /** States [S, B, D] with zeros behind each row's length. */
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
