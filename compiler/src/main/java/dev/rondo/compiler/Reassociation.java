package dev.rondo.compiler;

import dev.rondo.backend.Demand;
import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.BinaryOp;

import java.util.List;

/**
 * Orders sums in a loop so that more of them can move in front of it: (input + recurrent) + bias
 * becomes (input + bias) + recurrent. The result differs by rounding only.
 */
final class Reassociation extends Rewriter {
    private StepDependence dependence;

    @Override
    void scan(Node n, Op.Scan scan, Copier outer, Demand demand) {
        dependence = StepDependence.of(scan, demand.body(n));
        super.scan(n, scan, outer, demand);
    }

    @Override
    void copyAll(Graph graph, Copier copier, Demand demand) {
        StepDependence here = dependence;
        for (Node n : graph.nodes()) {
            boolean wanted = demand.needs(n) || n.op() instanceof Op.Input;
            if (!wanted || n.outputs().stream().anyMatch(copier::has)) {
                continue;
            }
            if (here == null || !reorder(n, copier, here)) {
                copy(n, copier, demand);
            }
        }
    }

    /** sum = (row + changing) + invariant, in any order of operands. */
    private static boolean reorder(Node n, Copier copier, StepDependence d) {
        if (!isSum(n)) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            Tensor fixed = n.input(i);
            Node inner = n.input(1 - i).node();
            if (!d.invariant().contains(fixed) || !isSum(inner) || inner.graph() != n.graph()) {
                continue;
            }
            for (int k = 0; k < 2; k++) {
                Tensor row = inner.input(k);
                Tensor changing = inner.input(1 - k);
                if (d.rows().contains(row)
                        && !d.rows().contains(changing)
                        && !d.invariant().contains(changing)) {
                    Tensor early = copier.get(row).plus(copier.get(fixed));
                    Node made =
                            copier.target().add(n.op(), List.of(early, copier.get(changing)), n);
                    copier.map(n.output(), made.output());
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSum(Node n) {
        return n.op() instanceof Op.Binary(BinaryOp f) && f == BinaryOp.ADD;
    }
}
