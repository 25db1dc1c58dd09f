package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
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

    /**
     * How a new value and the previous one make the value that is carried on; floats of a state are
     * numbered.
     */
    @FunctionalInterface
    private interface Choice {
        Tensor of(int number, Tensor before, Tensor after);
    }

    private static <S extends Record> Step<S> step(Step<S> step, S before, Choice choice) {
        List<Tensor> old = States.tensors(before);
        List<Tensor> next = new ArrayList<>();
        Tensor output = step.output();
        int floats = 0;
        for (Tensor fresh : States.tensors(step.state())) {
            Tensor carried =
                    fresh.dtype().isFloat()
                            ? choice.of(floats++, old.get(next.size()), fresh)
                            : fresh;
            output = step.output() == fresh ? carried : output;
            next.add(carried);
        }
        return Step.of(output, States.with(step.state(), next));
    }

    /** What both have in common: the cell around which they are. */
    private interface Around<S extends Record> extends SideInputCell<S> {
        Cell<S> cell();

        @Override
        default S initialState(Graph graph, int batch) {
            return cell().initialState(graph, batch);
        }

        @Override
        default List<Tensor> sideInputs(Graph graph, int length, int batch) {
            return SideInputCell.sideInputs(cell(), graph, length, batch);
        }

        @Override
        default int sideInputCount() {
            return SideInputCell.sideInputCount(cell());
        }

        @Override
        default String title() {
            return cell().title();
        }
    }

    private record Expected<S extends Record>(Cell<S> cell, double rate) implements Around<S> {
        @Override
        public Step<S> step(Tensor x, S state, List<Tensor> side) {
            return Zoneout.step(
                    SideInputCell.step(cell, x, state, side),
                    state,
                    (_, before, after) -> before.times(rate).plus(after.times(1 - rate)));
        }
    }

    /**
     * Reads beside what the cell reads, for each float tensor of the state, whether its elements
     * keep their values.
     */
    private static final class Drawn<S extends Record> implements Around<S> {
        private final Cell<S> cell;
        private final double rate;
        private final Mode.Training mode;
        private final int masks;

        Drawn(Cell<S> cell, double rate, Mode.Training mode) {
            this.cell = cell;
            this.rate = rate;
            this.mode = mode;
            masks = floats(initialState(Graph.root("form", DType.F32), 1)).size();
        }

        private static List<Tensor> floats(Record state) {
            return States.tensors(state).stream().filter(t -> t.dtype().isFloat()).toList();
        }

        @Override
        public Cell<S> cell() {
            return cell;
        }

        @Override
        public List<Tensor> sideInputs(Graph graph, int length, int batch) {
            List<Tensor> all = new ArrayList<>(Around.super.sideInputs(graph, length, batch));
            for (Tensor t : floats(initialState(graph, batch))) {
                all.add(mode.bernoulli(rate, t.shape().prepend(length)));
            }
            return all;
        }

        @Override
        public int sideInputCount() {
            return Around.super.sideInputCount() + masks;
        }

        @Override
        public Step<S> step(Tensor x, S state, List<Tensor> side) {
            int own = side.size() - masks;
            List<Tensor> keep = side.subList(own, side.size());
            return Zoneout.step(
                    SideInputCell.step(cell, x, state, side.subList(0, own)),
                    state,
                    (number, before, after) -> where(keep.get(number), before, after));
        }
    }
}
