package dev.rondo.models.cell;

import dev.rondo.graph.Initializer;
import dev.rondo.models.init.Initializers;

/**
 * How the parameters of a cell are initialized. Immutable; each method returns a changed copy.
 *
 * @param inputWeights of the weights [H, I] that multiply the input
 * @param recurrentWeights of the weights [H, H] that multiply the previous state
 * @param biases of the other biases [H]
 * @param inputBias of an LSTM's input gate's bias [H]
 * @param forgetBias of an LSTM's forget gate's bias [H]
 * @param updateBias of a GRU's update gate's bias [H]; the state is kept where that gate is open
 */
public record CellInitializers(
        Initializer inputWeights,
        Initializer recurrentWeights,
        Initializer biases,
        Initializer inputBias,
        Initializer forgetBias,
        Initializer updateBias) {

    /**
     * Xavier for the input, orthogonal for the recurrent weights, zero biases, and 1 for the forget
     * gate. That gate starts open, so the past gets through until the cell has learned what to
     * forget (Gers et al. 2000; Jozefowicz et al. 2015, section 3.1).
     */
    public static CellInitializers defaults() {
        return new CellInitializers(
                Initializers.xavierUniform(),
                Initializers.orthogonal(),
                Initializer.zeros(),
                Initializer.zeros(),
                Initializer.constant(1),
                Initializer.zeros());
    }

    /** A copy with other weights for the input. */
    public CellInitializers inputWeights(Initializer initializer) {
        return new CellInitializers(
                initializer, recurrentWeights, biases, inputBias, forgetBias, updateBias);
    }

    /**
     * A copy with other recurrent weights, such as {@link Initializers#identity()} for an {@link
     * Rnn} with relu.
     */
    public CellInitializers recurrentWeights(Initializer initializer) {
        return new CellInitializers(
                inputWeights, initializer, biases, inputBias, forgetBias, updateBias);
    }

    /** A copy with another bias of the forget gate. */
    public CellInitializers forgetBias(double value) {
        return new CellInitializers(
                inputWeights,
                recurrentWeights,
                biases,
                inputBias,
                Initializer.constant(value),
                updateBias);
    }

    /**
     * A copy with gates whose units forget over times from 1 to T (Tallec and Ollivier 2018,
     * section 2): an LSTM's b_f = ln u and b_i = −b_f, a GRU's b_z = ln u, with u uniform in [1, T
     * − 1].
     *
     * @param longest T, about the longest lag in the data, in steps
     * @param seed of u. Both gates of a cell need the same numbers, so these are not drawn from the
     *     program's seed
     * @throws IllegalArgumentException when T is less than 2
     */
    public CellInitializers chrono(int longest, long seed) {
        Initializer keeping = Initializers.chrono(longest, seed);
        return new CellInitializers(
                inputWeights,
                recurrentWeights,
                biases,
                (shape, random) -> negated(keeping.draw(shape, random)),
                keeping,
                keeping);
    }

    private static float[] negated(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        return values;
    }
}
