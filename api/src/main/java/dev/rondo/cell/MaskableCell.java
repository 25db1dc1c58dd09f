package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.function.UnaryOperator;

/**
 * A cell that says where the previous state enters its products, so that recurrent dropout (Gal and
 * Ghahramani 2016, equation 7) can act there and nowhere else. If the state enters products only,
 * the step with a mask is one line:
 *
 * <pre>{@code
 * public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
 *   return step(x, new State(mask.apply(s.h())));
 * }
 * }</pre>
 *
 * @param <S> the cell's state
 */
public interface MaskableCell<S extends Record> extends Cell<S> {
    /**
     * One step in which h_{t−1} passes through {@code mask} on its way into the products. What is
     * carried on without a product, such as an LSTM's c or a GRU's z∘h_{t−1}, does not.
     *
     * @param x this step's input [B, I]
     * @param state the state after the previous step
     * @param mask an operator that keeps the shape. Each call may mask different elements, so a
     *     cell calls it once for all products that should miss the same elements
     */
    Step<S> step(Tensor x, S state, UnaryOperator<Tensor> mask);

    /** Whether it does: a cell that consists of others may have one that does not. */
    default boolean isMaskable() {
        return true;
    }

    /** Whether a cell says where its state enters products. */
    static boolean isMaskable(Cell<?> cell) {
        return cell instanceof MaskableCell<?> maskable && maskable.isMaskable();
    }

    /**
     * A cell whose recurrent connections pass through a mask, for one trace.
     *
     * @throws IllegalArgumentException when the cell does not say where its products are
     */
    static <S extends Record> Cell<S> masked(Cell<S> cell, UnaryOperator<Tensor> mask) {
        if (!(cell instanceof MaskableCell<S> maskable)) {
            throw new IllegalArgumentException(
                    "cell "
                            + cell.getClass().getName()
                            + " does not say where its state enters products, which recurrent"
                            + " dropout needs; let it implement "
                            + MaskableCell.class.getSimpleName());
        }
        return new Cell<>() {
            @Override
            public S initialState(Graph graph, int batch) {
                return maskable.initialState(graph, batch);
            }

            @Override
            public Step<S> step(Tensor x, S state) {
                return maskable.step(x, state, mask);
            }

            @Override
            public String title() {
                return maskable.title();
            }
        };
    }
}
