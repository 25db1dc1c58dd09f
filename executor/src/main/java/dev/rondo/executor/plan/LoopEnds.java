package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What connects a loop to the graph around it.
 *
 * @param node the loop in its graph
 * @param scan the same loop, as an operation
 * @param demand what is needed of the step
 * @param carries the carries that are needed
 * @param outputs the step outputs that are needed
 */
record LoopEnds(Node node, Op.Scan scan, Demand demand, List<Carry> carries, List<Output> outputs) {
    /**
     * A carry.
     *
     * @param position its position among the carries
     * @param initial its first value
     * @param last where its last value must go
     * @param stack where all its values are kept
     */
    record Carry(int position, View initial, Optional<View> last, Optional<View> stack) {}

    /**
     * A step output.
     *
     * @param position its position among the results of the step
     * @param stacked where its values are stacked
     */
    record Output(int position, View stacked) {}

    /** The values of the step that are kept. */
    List<Tensor> kept() {
        List<Tensor> all = new ArrayList<>();
        carries.forEach(c -> all.add(scan.results().get(c.position())));
        outputs.forEach(o -> all.add(scan.results().get(o.position())));
        return all;
    }

    /** Multiply-adds and elements of all steps. */
    long work() {
        long work = 0;
        for (Node n : scan.body().nodes()) {
            if (demand.needs(n)) {
                long size = n.output().shape().size();
                work += size * terms(n);
            }
        }
        return work * scan.length();
    }

    /** Multiply-adds for each element of a result; 1 for what is no product. */
    private static long terms(Node n) {
        return switch (n.op()) {
            case Op.MatMul _ -> n.input(0).dim(-1);
            case Op.Convolution _ -> n.input(1).shape().size() / Math.max(1, n.input(1).dim(0));
            default -> 1;
        };
    }
}
