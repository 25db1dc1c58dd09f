package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.cell.Cell;
import dev.rondo.cell.SideInputCell;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.RecurrentWeights;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.layer.Mode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * DropConnect of the recurrent weights of any cell, as in the weight-dropped LSTM (Merity et al.
 * 2018, section 2). In training each element of a weight becomes 0 with probability p and is
 * otherwise divided by 1 − p, for all steps and rows of a run. In evaluation nothing changes.
 *
 * <p>The recurrent weights are those by which a step multiplies anything that depends on the state;
 * see {@link RecurrentWeights}.
 *
 * @param rate p, from 0 to below 1
 */
public record DropConnect(double rate) {
    /** Checks the rate. */
    public DropConnect {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "a rate of DropConnect is from 0 to below 1, got " + rate);
        }
    }

    /** Nothing is ever dropped. */
    public static DropConnect none() {
        return new DropConnect(0);
    }

    /**
     * A cell whose recurrent weights are dropped in part, for one trace. Tracing fails if it has
     * none.
     */
    public <S extends Record> Cell<S> in(Mode mode, Cell<S> cell) {
        return switch (mode) {
            case Mode.Training training when rate > 0 -> new Dropping<>(cell, rate, training);
            case Mode.Training _, Mode.Evaluating _ -> cell;
        };
    }

    private static final class Dropping<S extends Record> implements SideInputCell<S> {
        private final Cell<S> cell;
        private final double rate;
        private final Mode.Training mode;
        private final Map<Variable, Tensor> dropped = new HashMap<>();

        Dropping(Cell<S> cell, double rate, Mode.Training mode) {
            this.cell = cell;
            this.rate = rate;
            this.mode = mode;
        }

        @Override
        public S initialState(Graph graph, int batch) {
            return cell.initialState(graph, batch);
        }

        @Override
        public List<Tensor> sideInputs(Graph graph, int length, int batch) {
            return SideInputCell.sideInputs(cell, graph, length, batch);
        }

        @Override
        public int sideInputCount() {
            return SideInputCell.sideInputCount(cell);
        }

        @Override
        public Step<S> step(Tensor x, S state, List<Tensor> side) {
            List<Tensor> results =
                    RecurrentWeights.exchange(
                            title(),
                            x.graph(),
                            States.tensors(state),
                            before ->
                                    results(
                                            SideInputCell.step(
                                                    cell, x, States.with(state, before), side)),
                            w -> dropped.computeIfAbsent(w, this::drop));
            S next = States.with(state, results.subList(1, results.size()));
            return Step.of(results.getFirst(), next);
        }

        private static List<Tensor> results(Step<?> step) {
            List<Tensor> all = new ArrayList<>(List.of(step.output()));
            all.addAll(States.tensors(step.state()));
            return all;
        }

        private Tensor drop(Variable weight) {
            Tensor kept = mode.bernoulli(1 - rate, weight.shape());
            Tensor w = weight.in(kept.graph());
            return where(kept, w.times(1 / (1 - rate)), w.graph().zeros(w.type()));
        }

        @Override
        public String title() {
            return cell.title();
        }
    }
}
