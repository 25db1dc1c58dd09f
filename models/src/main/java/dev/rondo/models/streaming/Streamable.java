package dev.rondo.models.streaming;

import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.models.language.LanguageModel;

import java.util.function.UnaryOperator;

/**
 * What can be read piece by piece: it takes up a state, and hands one on. To be traced in
 * evaluation, so it draws no random numbers.
 *
 * @param <S> the state
 */
public interface Streamable<S extends Record> {
    /**
     * What a piece gives.
     *
     * @param outputs one for each step [T, B, …]
     * @param last the state behind
     */
    record Piece<S extends Record>(Tensor outputs, S last) {}

    /** The state before the first step. */
    S initialState(Graph graph, int batch);

    /**
     * Reads a piece.
     *
     * @param xs inputs [T, B, …]
     * @param from the state before
     */
    Piece<S> over(Tensor xs, S from);

    /** Element type of the inputs in a model of the given float type. */
    default DType inputType(DType model) {
        return model;
    }

    /** This, with a layer over its outputs. */
    default Streamable<S> with(UnaryOperator<Tensor> layer) {
        Streamable<S> below = this;
        return new Streamable<>() {
            @Override
            public S initialState(Graph graph, int batch) {
                return below.initialState(graph, batch);
            }

            @Override
            public Piece<S> over(Tensor xs, S from) {
                Piece<S> piece = below.over(xs, from);
                return new Piece<>(layer.apply(piece.outputs()), piece.last());
            }

            @Override
            public DType inputType(DType model) {
                return below.inputType(model);
            }
        };
    }

    /** One cell, driven forwards. */
    static <S extends Record> Streamable<S> of(Cell<S> cell) {
        return new Streamable<>() {
            @Override
            public S initialState(Graph graph, int batch) {
                return cell.initialState(graph, batch);
            }

            @Override
            public Piece<S> over(Tensor xs, S from) {
                var r = Recurrence.of(cell).from(from).over(xs);
                return new Piece<>(r.outputs(), r.last());
            }
        };
    }

    /** Cells one upon the other, layer by layer as {@link StackedCell#over} has them. */
    static Streamable<StackedCell.State> of(StackedCell cells) {
        return new Streamable<>() {
            @Override
            public StackedCell.State initialState(Graph graph, int batch) {
                return cells.initialState(graph, batch);
            }

            @Override
            public Piece<StackedCell.State> over(Tensor xs, StackedCell.State from) {
                var o = cells.over(xs, null, from);
                return new Piece<>(o.outputs(), o.last());
            }
        };
    }

    /** A language model: from symbols to the logits of those that follow. */
    static Streamable<StackedCell.State> of(LanguageModel model) {
        return new Streamable<>() {
            @Override
            public StackedCell.State initialState(Graph graph, int batch) {
                return model.initialState(graph, batch);
            }

            @Override
            public Piece<StackedCell.State> over(Tensor symbols, StackedCell.State from) {
                var o = model.over(symbols, from);
                return new Piece<>(o.logits(), o.last());
            }

            @Override
            public DType inputType(DType model) {
                return DType.I32;
            }
        };
    }
}
