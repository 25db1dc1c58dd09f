package dev.rondo.models.cell;

import dev.rondo.graph.Initializer;
import dev.rondo.models.init.Initializers;

/**
 * How the parameters of a cell start.
 *
 * @param inputWeights of the weights [H, I] that multiply the input
 * @param recurrentWeights of the weights [H, H] that multiply the state before
 * @param biases of the biases [H]
 * @param forgetBias of the forget gate's bias [H], in cells that have that gate
 */
public record CellInitializers(
        Initializer inputWeights,
        Initializer recurrentWeights,
        Initializer biases,
        Initializer forgetBias) {

    /**
     * Xavier for the input, orthogonal for the recurrent weights, zero biases, and 1 for the forget
     * gate: it starts open, so that the past gets through until the cell has learned what to forget
     * (Gers et al. 2000; Jozefowicz et al. 2015, section 3.1).
     */
    public static CellInitializers defaults() {
        return new CellInitializers(
                Initializers.xavierUniform(),
                Initializers.orthogonal(),
                Initializer.zeros(),
                Initializer.constant(1));
    }

    /** These with other recurrent weights. */
    public CellInitializers recurrentWeights(Initializer initializer) {
        return new CellInitializers(inputWeights, initializer, biases, forgetBias);
    }

    /** These with another bias of the forget gate. */
    public CellInitializers forgetBias(double value) {
        return new CellInitializers(
                inputWeights, recurrentWeights, biases, Initializer.constant(value));
    }
}
