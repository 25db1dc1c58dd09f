package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.SideInputCell;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.Mode;

import java.util.ArrayList;
import java.util.List;

/**
 * Zoneout (Krueger et al. 2017, equations 5 to 7) of any cell. In training each element of a state
 * keeps its previous value with probability p at each step; in evaluation it becomes the expected
 * value, p of the previous one and 1 − p of the new one.
 *
 * <p>Every tensor of a state, such as h and c of an LSTM, is drawn by itself. Integers of a state
 * are left alone. A cell whose output is a tensor of its state gives that tensor.
 *
 * @param rate p, from 0 to below 1
 */
public record Zoneout(double rate) {
    /** Checks the rate. */
    public Zoneout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("a zoneout rate is from 0 to below 1, got " + rate);
        }
    }

    /** Nothing ever keeps its previous value. */
    public static Zoneout none() {
        return new Zoneout(0);
    }

    /** A cell with zoneout, for one trace. */
    public <S extends Record> Cell<S> in(Mode mode, Cell<S> cell) {
        if (rate == 0) {
            return cell;
        }
        return switch (mode) {
            case Mode.Evaluating _ -> new Expected<>(cell, rate);
            case Mode.Training training -> new Drawn<>(cell, rate, training);
        };
    }

    /** How a new value and the previous one make the value that is carried on. */
    @FunctionalInterface
    private interface Choice {
        Tensor of(int part, Tensor before, Tensor after);
    }

    private static <S extends Record> Step<S> step(Step<S> step, S before, Choice choice) {
        List<Tensor> old = States.tensors(before);
        List<Tensor> next = new ArrayList<>();
        Tensor output = step.output();
        for (Tensor fresh : States.tensors(step.state())) {
            int part = next.size();
            Tensor carried =
                    fresh.dtype().isFloat() ? choice.of(part, old.get(part), fresh) : fresh;
            output = step.output() == fresh ? carried : output;
            next.add(carried);
        }
        return Step.of(output, States.with(step.state(), next));
    }

    private record Expected<S extends Record>(Cell<S> cell, double rate) implements Cell<S> {
        @Override
        public S initialState(Graph graph, int batch) {
            return cell.initialState(graph, batch);
        }

        @Override
        public Step<S> step(Tensor x, S state) {
            return Zoneout.step(
                    cell.step(x, state),
                    state,
                    (_, before, after) -> before.times(rate).plus(after.times(1 - rate)));
        }

        @Override
        public String title() {
            return cell.title();
        }
    }

    private record Drawn<S extends Record>(Cell<S> cell, double rate, Mode.Training mode)
            implements SideInputCell<S> {
        @Override
        public S initialState(Graph graph, int batch) {
            return cell.initialState(graph, batch);
        }

        /** For each tensor of the state, whether its elements keep their values. */
        @Override
        public List<Tensor> sideInputs(Graph graph, int length, int batch) {
            List<Tensor> masks = new ArrayList<>();
            for (Tensor t : States.tensors(initialState(graph, batch))) {
                Shape shape = t.shape().prepend(length);
                masks.add(mode.bernoulli(rate, shape));
            }
            return masks;
        }

        @Override
        public int sideInputCount() {
            return States.tensors(initialState(Graph.root("form", DType.F32), 1)).size();
        }

        @Override
        public Step<S> step(Tensor x, S state, List<Tensor> keep) {
            return Zoneout.step(
                    cell.step(x, state),
                    state,
                    (part, before, after) -> where(keep.get(part), before, after));
        }

        @Override
        public String title() {
            return cell.title();
        }
    }
}
