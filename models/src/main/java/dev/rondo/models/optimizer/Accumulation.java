package dev.rondo.models.optimizer;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of gradients over several batches: {@code sum.<parameter>} for each parameter and the
 * counter {@code batches}.
 */
final class Accumulation {
    private final List<Variable> sums;
    private final Variable batches;

    Accumulation(Scope scope, List<Variable> parameters) {
        sums = Updates.zeros(scope.child("sum"), parameters);
        batches = scope.counter("batches");
    }

    /** Adds the gradients of one batch. */
    void add(Trace trace, List<Tensor> gradients) {
        for (int i = 0; i < sums.size(); i++) {
            trace.assign(sums.get(i), sums.get(i).in(trace.graph()).plus(gradients.get(i)));
        }
        trace.assign(batches, batches.in(trace.graph()).plus(1));
    }

    /** The mean over the batches that were added; begins anew. */
    List<Tensor> take(Trace trace) {
        Tensor added = batches.in(trace.graph());
        Tensor count = added.cast(trace.graph().dtype());
        List<Tensor> means = new ArrayList<>();
        for (Variable sum : sums) {
            Tensor value = sum.in(trace.graph());
            means.add(value.dividedBy(count));
            trace.assign(sum, trace.graph().zeros(value.type()));
        }
        trace.assign(batches, added.minus(added));
        // without a batch there is no mean
        trace.assignOnlyIf(added.greaterThan(0));
        return means;
    }
}
