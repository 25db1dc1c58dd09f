package dev.rondo.models.attention;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.function.UnaryOperator;

/** What the kinds of attention with one score per query and position share. */
final class Scores {
    private Scores() {}

    /**
     * From scores to weights and context.
     *
     * @param query [B, Dq] or [T, B, Dq]
     * @param querySize Dq
     * @param score from queries [B, T, Dq] to scores [B, T, S]
     */
    static Attended attend(
            Tensor query, int querySize, Memory memory, UnaryOperator<Tensor> score) {
        check(query, querySize, memory);
        boolean single = query.rank() == 2;
        Tensor queries = single ? query.expand(1) : query.transpose(1, 0, 2);
        Tensor scores = score.apply(queries);
        Tensor weights = weights(scores, memory);
        Tensor context = weights.matmul(memory.values());
        return single
                ? new Attended(rows(context), rows(weights))
                : new Attended(context.transpose(1, 0, 2), weights.transpose(1, 0, 2));
    }

    /** Softmax over the positions that count. */
    private static Tensor weights(Tensor scores, Memory memory) {
        return memory.mask().isEmpty()
                ? Functions.softmax(scores, -1)
                : Functions.maskedSoftmax(scores, memory.mask().getFirst().expand(1), -1);
    }

    /** [B, 1, D] as [B, D]. */
    private static Tensor rows(Tensor t) {
        return t.reshape(t.dim(0), t.dim(2));
    }

    /** Fails unless the query is [B, Dq] or [T, B, Dq] for the memory's batch. */
    static void check(Tensor query, int querySize, Memory memory) {
        int batch = memory.keys().dim(0);
        boolean fits =
                (query.rank() == 2 || query.rank() == 3)
                        && query.dim(-1) == querySize
                        && query.dim(-2) == batch;
        if (!fits) {
            throw new TraceException(
                    "this attention takes queries ["
                            + batch
                            + ", "
                            + querySize
                            + "] or [T, "
                            + batch
                            + ", "
                            + querySize
                            + "], got "
                            + query.type());
        }
    }

    /** Fails unless the memory's states have the declared size. */
    static void check(Tensor states, int size) {
        if (states.rank() == 3 && states.dim(-1) != size) {
            throw new TraceException(
                    "this attention looks at states of size " + size + ", got " + states.type());
        }
    }
}
