package dev.rondo.contract;

import dev.rondo.array.Array;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One operation on many operands. Every output is compared with that of the reference in float64.
 *
 * @param subject the operation, with an output for each choice of operands
 * @param terms number of terms of the longest sum that makes an element; 0 when the result must be
 *     exact
 * @param runs inputs of each run of the compiled operation; they replace the subject's inputs of
 *     the same names
 */
record OperationCase(Subject subject, int terms, List<Map<String, Array>> runs) {
    /** Copies the list. */
    OperationCase {
        runs = List.copyOf(runs);
    }

    /** A case that runs once. */
    OperationCase(Subject subject, int terms) {
        this(subject, terms, List.of(Map.of()));
    }

    /** A case whose results have the same bits on every backend. */
    static OperationCase exact(String name, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), 0);
    }

    /** A case whose results are rounded once or a few times. */
    static OperationCase rounded(String name, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), 1);
    }

    /** A case whose results are sums. */
    static OperationCase summed(String name, int terms, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), terms);
    }
}
