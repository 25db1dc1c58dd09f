package dev.rondo.models.optimizer;

import static dev.rondo.graph.Functions.where;

import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums of gradients over several batches, each times the weight of its batch: {@code
 * sum.<parameter>} for each parameter, the sum {@code weight} of the weights, and the counter
 * {@code batches}.
 */
final class Accumulation {
    private final List<Variable> sums;
    private final Variable weight;
    private final Variable batches;

    Accumulation(Scope scope, List<Variable> parameters) {
        sums = Updates.zeros(scope.child("sum"), parameters);
        weight = scope.state("weight", Initializer.zeros());
        batches = scope.counter("batches");
    }

    /**
     * Adds the gradients of one batch.
     *
     * @param weighs how much it counts, a scalar; 1 where nothing is said
     */
    void add(Trace trace, List<Tensor> gradients, Optional<Tensor> weighs) {
        Optional<Tensor> w = weighs.map(t -> t.cast(trace.graph().dtype()));
        for (int i = 0; i < sums.size(); i++) {
            Tensor gradient = gradients.get(i);
            Tensor added = w.map(gradient::times).orElse(gradient);
            trace.assign(sums.get(i), sums.get(i).in(trace.graph()).plus(added));
        }
        Tensor sum = weight.in(trace.graph());
        trace.assign(weight, w.map(sum::plus).orElseGet(() -> sum.plus(1)));
        trace.assign(batches, batches.in(trace.graph()).plus(1));
    }

    /** The mean over the batches that were added; begins anew. */
    List<Tensor> take(Trace trace) {
        Tensor added = batches.in(trace.graph());
        Tensor whole = weight.in(trace.graph());
        // the gradients of batches in which nothing counts are 0, and so is their mean
        Tensor divisor = where(whole.greaterThan(0), whole, whole.constant(1));
        List<Tensor> means = new ArrayList<>();
        for (Variable sum : sums) {
            Tensor value = sum.in(trace.graph());
            means.add(value.dividedBy(divisor));
            trace.assign(sum, trace.graph().zeros(value.type()));
        }
        trace.assign(weight, whole.constant(0));
        trace.assign(batches, added.minus(added));
        // without a batch there is no mean
        trace.assignOnlyIf(added.greaterThan(0));
        return means;
    }
}
