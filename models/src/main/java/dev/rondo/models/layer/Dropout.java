package dev.rondo.models.layer;

import static dev.rondo.graph.Functions.where;

import dev.rondo.graph.Tensor;

import java.util.function.UnaryOperator;

/**
 * Dropout (Srivastava et al. 2014) in its inverted form. In training each element becomes 0 with
 * probability p and is otherwise divided by 1 − p, so its mean stays the same. In evaluation
 * nothing changes.
 *
 * <p>Every call draws its own mask, outside any loop. So inside a cell's step it drops the same
 * elements at every step, as Gal and Ghahramani (2016, section 4) do for recurrent connections.
 * {@link Mode.Training#at} gives each step its own mask.
 *
 * @param rate p, from 0 to below 1
 */
public record Dropout(double rate) {
    /** Checks the rate. */
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("a dropout rate is from 0 to below 1, got " + rate);
        }
    }

    /** Nothing is ever dropped. */
    public static Dropout none() {
        return new Dropout(0);
    }

    /**
     * Drops elements of a tensor.
     *
     * @param x of a float type and any shape
     * @return the same type and shape
     */
    public Tensor of(Mode mode, Tensor x) {
        return switch (mode) {
            case Mode.Training training when rate > 0 -> {
                Tensor kept = training.bernoulli(1 - rate, x.shape());
                yield where(kept, x.times(1 / (1 - rate)), x.graph().zeros(x.type()));
            }
            case Mode.Training _, Mode.Evaluating _ -> x;
        };
    }

    /** {@link #of} as an operator, for one trace. */
    public UnaryOperator<Tensor> in(Mode mode) {
        return x -> of(mode, x);
    }
}
