package dev.rondo.models.classification;

import static dev.rondo.graph.Functions.where;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.layer.Dense;

import java.util.Locale;

/** How the outputs of many steps become one output. A row without steps becomes 0. */
public enum Pooling {
    /** The output of a row's last step. */
    LAST {
        @Override
        Layer in(Scope scope, int width) {
            return Pooling::last;
        }
    },
    /** The mean of a row's outputs. */
    MEAN {
        @Override
        Layer in(Scope scope, int width) {
            return Pooling::mean;
        }
    },
    /** The largest of a row's outputs, for each unit. */
    MAX {
        @Override
        Layer in(Scope scope, int width) {
            return Pooling::largest;
        }
    },
    /**
     * A mean with learned weights (Yang et al. 2016, equations 5 to 7): u_t = tanh(W h_t + b), α =
     * softmax of u_tᵀ u over the steps of a row, and the result is Σ α_t h_t.
     */
    ATTENTION {
        @Override
        Layer in(Scope scope, int width) {
            Dense project = new Dense(scope.child("project"), width, width, Functions::tanh);
            Variable context = scope.parameter("context", Initializers.xavierUniform(), 1, width);
            return (outputs, lengths) -> {
                Tensor scores = context.of(project.of(outputs));
                Tensor weights =
                        lengths == null
                                ? Functions.softmax(scores, 0)
                                : Functions.maskedSoftmax(scores, running(outputs, lengths), 0);
                return weights.times(outputs).sum(0);
            };
        }
    };

    /** A pooling with its weights, where it has any. */
    @FunctionalInterface
    interface Layer {
        /**
         * Pools over time.
         *
         * @param outputs [T, B, H], zeros after a row's end
         * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
         * @return [B, H]
         */
        Tensor of(Tensor outputs, Tensor lengths);
    }

    /**
     * Declares the weights, if there are any.
     *
     * @param width size H of an output
     */
    abstract Layer in(Scope scope, int width);

    /** The output of each row's last step, as {@link #LAST} has it. */
    static Tensor last(Tensor outputs, Tensor lengths) {
        if (lengths == null) {
            return outputs.at(0, -1);
        }
        // one step is picked out of zeros: the sum is exact
        Tensor last = steps(outputs).equalTo(rows(lengths).minus(1));
        return where(last, outputs, outputs.graph().zeros(outputs.type())).sum(0);
    }

    private static Tensor mean(Tensor outputs, Tensor lengths) {
        if (lengths == null) {
            return outputs.mean(0);
        }
        // after a row's end outputs are zero
        Tensor count = lengths.max(1).cast(outputs.dtype()).expand(-1);
        return outputs.sum(0).dividedBy(count);
    }

    private static Tensor largest(Tensor outputs, Tensor lengths) {
        if (lengths == null) {
            return outputs.largest(0);
        }
        Tensor low = outputs.constant(-1e30);
        Tensor largest = where(running(outputs, lengths), outputs, low).largest(0);
        Tensor any = lengths.greaterThan(0).expand(-1);
        return where(any, largest, largest.graph().zeros(largest.type()));
    }

    /** Whether a step belongs to its row, [T, B, 1]. */
    private static Tensor running(Tensor outputs, Tensor lengths) {
        return steps(outputs).lessThan(rows(lengths));
    }

    private static Tensor steps(Tensor outputs) {
        return Scan.times(outputs.graph(), outputs.dim(0)).reshape(outputs.dim(0), 1, 1);
    }

    private static Tensor rows(Tensor lengths) {
        return lengths.reshape(1, lengths.dim(0), 1);
    }

    /** The name as options and messages write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
