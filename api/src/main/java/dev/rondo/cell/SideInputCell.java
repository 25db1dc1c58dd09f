package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.List;

/**
 * A cell that reads more at each step than its input, such as a mask of its own for each step. A
 * {@link Recurrence} asks for the rows of all steps before its loop, so that they are made at once.
 *
 * @param <S> the cell's state
 */
public interface SideInputCell<S extends Record> extends Cell<S> {
    /**
     * What the steps of one sequence read beside its inputs.
     *
     * @param graph the graph of the sequence
     * @param length number of steps T
     * @param batch rows B
     * @return tensors [T, …], of which step t reads row t
     */
    List<Tensor> sideInputs(Graph graph, int length, int batch);

    /** How many tensors {@link #sideInputs} gives. */
    int sideInputCount();

    /**
     * One step.
     *
     * @param x this step's input [B, I]
     * @param state the state after the previous step
     * @param side this step's rows of {@link #sideInputs}
     */
    Step<S> step(Tensor x, S state, List<Tensor> side);

    /**
     * One step by itself, with side inputs of its own.
     *
     * @throws TraceException within a loop, where every step would read the same; a cell that wraps
     *     this one passes its side inputs on
     */
    @Override
    default Step<S> step(Tensor x, S state) {
        if (sideInputCount() > 0 && x.graph().parent() != null) {
            throw new TraceException(
                    title()
                            + " reads a row of its own at each step, such as a mask; within a loop"
                            + " these are made before the loop. Let the cell around it implement "
                            + SideInputCell.class.getSimpleName()
                            + ", and pass them on");
        }
        return step(
                x,
                state,
                sideInputs(x.graph(), 1, x.dim(0)).stream().map(t -> t.at(0, 0)).toList());
    }

    /** The side inputs of a cell; none of one that reads its inputs only. */
    static List<Tensor> sideInputs(Cell<?> cell, Graph graph, int length, int batch) {
        return cell instanceof SideInputCell<?> more
                ? more.sideInputs(graph, length, batch)
                : List.of();
    }

    /** How many side inputs a cell reads. */
    static int sideInputCount(Cell<?> cell) {
        return cell instanceof SideInputCell<?> more ? more.sideInputCount() : 0;
    }

    /** One step of any cell. */
    static <S extends Record> Step<S> step(Cell<S> cell, Tensor x, S state, List<Tensor> side) {
        return cell instanceof SideInputCell<S> more
                ? more.step(x, state, side)
                : cell.step(x, state);
    }
}
