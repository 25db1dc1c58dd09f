package dev.rondo.models.classification;

import static dev.rondo.graph.Functions.where;

import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

/** How the outputs of many steps become one output. A row without steps becomes 0. */
public enum Pooling {
    /** The output of a row's last step. */
    LAST {
        @Override
        Tensor of(Tensor outputs, Tensor lengths) {
            if (lengths == null) {
                return outputs.at(0, -1);
            }
            // one step is picked out of zeros: the sum is exact
            Tensor last = steps(outputs).equalTo(rows(lengths).minus(1));
            return where(last, outputs, outputs.graph().zeros(outputs.type())).sum(0);
        }
    },
    /** The mean of a row's outputs. */
    MEAN {
        @Override
        Tensor of(Tensor outputs, Tensor lengths) {
            if (lengths == null) {
                return outputs.mean(0);
            }
            // after a row's end outputs are zero
            Tensor count = lengths.max(1).cast(outputs.dtype()).expand(-1);
            return outputs.sum(0).dividedBy(count);
        }
    },
    /** The largest of a row's outputs, for each unit. */
    MAX {
        @Override
        Tensor of(Tensor outputs, Tensor lengths) {
            if (lengths == null) {
                return outputs.largest(0);
            }
            Tensor running = steps(outputs).lessThan(rows(lengths));
            Tensor largest = where(running, outputs, outputs.constant(-1e30)).largest(0);
            Tensor any = lengths.greaterThan(0).expand(-1);
            return where(any, largest, largest.graph().zeros(largest.type()));
        }
    };

    /**
     * Pools over time.
     *
     * @param outputs [T, B, H], zeros after a row's end
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     * @return [B, H]
     */
    abstract Tensor of(Tensor outputs, Tensor lengths);

    private static Tensor steps(Tensor outputs) {
        return Scan.times(outputs.graph(), outputs.dim(0)).reshape(outputs.dim(0), 1, 1);
    }

    private static Tensor rows(Tensor lengths) {
        return lengths.reshape(1, lengths.dim(0), 1);
    }
}
