package dev.rondo.cli.bench;

import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Tensor;

/** Which values of the steps training keeps for the gradients. */
public enum Recomputation {
    /** All that the gradients need. */
    NONE {
        @Override
        Tensor over(StackedCell cells, Tensor x, StackedCell.State from) {
            return cells.over(x, null, from).outputs();
        }

        @Override
        double keptSteps(int seq) {
            return seq;
        }
    },
    /**
     * The states at the ends of segments of √T steps. A segment's other values are computed again,
     * so that memory is that of about 2√T steps. All layers go through a step together: otherwise
     * each would keep its whole sequence of outputs for the next.
     */
    SEGMENTS {
        @Override
        Tensor over(StackedCell cells, Tensor x, StackedCell.State from) {
            int segment = (int) Math.ceil(Math.sqrt(x.dim(0)));
            return Recurrence.of(cells).from(from).recomputingEvery(segment).over(x).outputs();
        }

        @Override
        double keptSteps(int seq) {
            return Math.sqrt(seq);
        }
    };

    /** Traces a stack over a sequence, and returns its outputs. */
    abstract Tensor over(StackedCell cells, Tensor x, StackedCell.State from);

    /** The least number of steps of which something is kept. */
    abstract double keptSteps(int seq);
}
