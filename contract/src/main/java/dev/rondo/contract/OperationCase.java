package dev.rondo.contract;

import dev.rondo.array.Array;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One operation on many operands: every output is compared with that of the reference in float64.
 *
 * @param subject the operation, an output for each choice of operands
 * @param terms how many terms the longest sum has that makes an element; 0 when the result has to
 *     be exact
 * @param runs inputs of each run of the compiled operation; they take the place of those of the
 *     subject that have the same names
 */
record OperationCase(Subject subject, int terms, List<Map<String, Array>> runs) {
    /** Copies the list. */
    OperationCase {
        runs = List.copyOf(runs);
    }

    /** Run once. */
    OperationCase(Subject subject, int terms) {
        this(subject, terms, List.of(Map.of()));
    }

    /** Results that are the same bits on every backend. */
    static OperationCase exact(String name, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), 0);
    }

    /** Results that are rounded once or a few times. */
    static OperationCase rounded(String name, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), 1);
    }

    /** Results that are sums. */
    static OperationCase summed(String name, int terms, Consumer<Drawing> body) {
        return new OperationCase(Subject.drawn(name, body), terms);
    }
}
