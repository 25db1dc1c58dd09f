package dev.rondo.compiler;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What the values of a loop's body depend on: on nothing that changes from step to step, or on step
 * inputs but no carry and by operations that can be done for all steps at once. The rest depends on
 * a carry.
 *
 * @param invariant the same at every step
 * @param rows known for all steps before the loop starts
 */
record StepDependence(Set<Tensor> invariant, Set<Tensor> rows) {
    static StepDependence of(Op.Scan op, Demand inside) {
        Set<Tensor> invariant = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Tensor> rows = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node n : op.body().nodes()) {
            if (n.op() instanceof Op.Argument a) {
                if (a.position() >= op.carries() + op.inputs()) {
                    invariant.add(n.output());
                } else if (a.position() >= op.carries()) {
                    rows.add(n.output());
                }
            } else if (inside.needs(n) && !(n.op() instanceof Op.Scan)) {
                boolean[] stacked = new boolean[n.inputs().size()];
                boolean same = true;
                boolean known = true;
                for (int i = 0; i < stacked.length; i++) {
                    boolean still = invariant.contains(n.input(i));
                    stacked[i] = !still;
                    same &= still;
                    known &= still || rows.contains(n.input(i));
                }
                if (same) {
                    invariant.add(n.output());
                } else if (known && Vectorizer.supports(n, stacked)) {
                    rows.add(n.output());
                }
            }
        }
        return new StepDependence(invariant, rows);
    }
}
