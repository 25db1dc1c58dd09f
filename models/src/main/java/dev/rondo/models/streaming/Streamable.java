package dev.rondo.models.streaming;

import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.models.language.LanguageModel;

import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A model that can read piece by piece. It takes a state, and returns the next one.
 *
 * @param initial the state before the first step, for a number of rows
 * @param reader reads a piece [T, B, …], given the state before; draws no random numbers
 * @param inputType element type of the inputs in a model of the given float type
 * @param <S> the state
 */
public record Streamable<S extends Record>(
        BiFunction<Graph, Integer, S> initial,
        BiFunction<Tensor, S, Piece<S>> reader,
        UnaryOperator<DType> inputType) {
    /**
     * The result of a piece.
     *
     * @param outputs one for each step [T, B, …]
     * @param last the state after the piece
     */
    public record Piece<S extends Record>(Tensor outputs, S last) {}

    /** A copy with a layer over its outputs. */
    public Streamable<S> with(UnaryOperator<Tensor> layer) {
        return new Streamable<>(
                initial,
                (xs, from) -> {
                    Piece<S> piece = reader.apply(xs, from);
                    return new Piece<>(layer.apply(piece.outputs()), piece.last());
                },
                inputType);
    }

    /** One cell, run forwards. */
    public static <S extends Record> Streamable<S> of(Cell<S> cell) {
        return new Streamable<>(
                cell::initialState,
                (xs, from) -> {
                    var r = Recurrence.of(cell).from(from).over(xs);
                    return new Piece<>(r.outputs(), r.last());
                },
                UnaryOperator.identity());
    }

    /** Stacked cells, run layer by layer as in {@link StackedCell#over}. */
    public static Streamable<StackedCell.State> of(StackedCell cells) {
        return new Streamable<>(
                cells::initialState,
                (xs, from) -> {
                    var o = cells.over(xs, null, from);
                    return new Piece<>(o.outputs(), o.last());
                },
                UnaryOperator.identity());
    }

    /** A language model: from symbols to the logits of those that follow. */
    public static Streamable<StackedCell.State> of(LanguageModel model) {
        return new Streamable<>(
                model::initialState,
                (symbols, from) -> {
                    var o = model.over(symbols, from);
                    return new Piece<>(o.logits(), o.last());
                },
                _ -> DType.I32);
    }
}
