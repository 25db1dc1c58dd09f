package dev.rondo.models.attention;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Part;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the kinds of attention with one score per query and position share. */
final class Scores {
    private Scores() {}

    /** Fails unless all sizes of an attention are at least 1. */
    static void checkSizes(Part part, int... sizes) {
        if (Arrays.stream(sizes).anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException(
                    part
                            + " needs sizes of at least 1, got "
                            + Arrays.stream(sizes)
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /**
     * From scores to weights and context.
     *
     * @param part the attention, for messages
     * @param query [B, Dq] or [T, B, Dq]
     * @param querySize Dq
     * @param score from queries [B, T, Dq] to scores [B, T, S]
     */
    static Attended attend(
            Part part, Tensor query, int querySize, Memory memory, UnaryOperator<Tensor> score) {
        check(part, query, querySize, memory);
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
    static void check(Part part, Tensor query, int querySize, Memory memory) {
        int batch = memory.batch();
        if (TraceException.given(query, "the query of " + part).rank() < 3) {
            part.floats("a query", query, batch, querySize);
        } else {
            part.floats("a query sequence", query, "T", batch, querySize);
        }
    }
}
