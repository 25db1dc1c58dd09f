package dev.rondo.models.cell;

import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/**
 * What the nonlinearity of a gate or a candidate k is applied to: U_k x + W_k h + b_k.
 *
 * @param U weight [H, I] of the input
 * @param W weight [H, H] of the previous state
 * @param b bias [H]
 */
record Gate(Variable U, Variable W, Variable b) {
    /** Declares U_k, W_k and b_k. */
    static Gate declare(
            Scope scope,
            String k,
            int inputSize,
            int hiddenSize,
            CellInitializers start,
            Initializer bias) {
        return new Gate(
                scope.parameter("U_" + k, start.inputWeights(), hiddenSize, inputSize),
                scope.parameter("W_" + k, start.recurrentWeights(), hiddenSize, hiddenSize),
                scope.parameter("b_" + k, bias, hiddenSize));
    }

    /** U x + W h + b. */
    Tensor of(Tensor x, Tensor h) {
        return U.of(x).plus(W.of(h)).plus(b);
    }
}
