package dev.rondo.mutants;

import static dev.rondo.graph.Functions.relu;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/** An LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000) that is wrong in one way. */
final class MutantCell implements Cell<MutantCell.State> {
    /** What is wrong. */
    enum Fault {
        NONE("nothing"),
        STATE_STOPPED("no gradient flows through the state h"),
        CELL_STOPPED("no gradient flows through the state c"),
        INPUT_STOPPED("no gradient flows to the input"),
        GATE_STOPPED("no gradient flows through the forget gate"),
        BIAS_STOPPED("no gradient flows to the bias"),
        STRAIGHT_THROUGH("the slope of the candidate is that of its argument"),
        KINKED("the candidate has a kink at 0"),
        GATES_EXCHANGED("input gate and forget gate are exchanged"),
        OUTPUT_GATE_LAST("the output gate is read before the candidate"),
        OLD_CELL("the output reads the old c"),
        NOT_SQUASHED("the output reads c without tanh"),
        NO_FORGETTING("nothing is forgotten"),
        NO_BIAS("the bias is left out"),
        FORGET_BIAS("1 is added to the forget gate"),
        STATE_FORGOTTEN("the product with h is left out"),
        HARD_SIGMOID("gates are the first terms of the series of the sigmoid"),
        CLIPPED("c is clipped at 0.5"),
        STATES_EXCHANGED("h and c are exchanged in the new state"),
        STALE_STATE("the new state has the old h"),
        OTHER_OUTPUT("the output is c in place of h"),
        ROWS_MIX("rows of the batch are mixed"),
        NEIGHBOUR("the last row reads the first"),
        KNOWS_BATCH("results depend on the size of the batch"),
        KNOWS_ROW("results depend on the position in the batch"),
        KNOWS_TRACE("results depend on how often the step was traced"),
        NARROWED("doubles go through float32"),
        NOISY("noise from the number of traces"),
        BATCH_NORMALIZED("states are normalized over the batch"),
        STARTS_AT_BATCH("the initial state depends on the batch");

        final String text;

        Fault(String text) {
            this.text = text;
        }
    }

    record State(Tensor h, Tensor c) {}

    private static int traces;

    private final Fault fault;
    private final int size;
    private final Variable U;
    private final Variable W;
    private final Variable b;

    MutantCell(Fault fault, Scope scope, int inputSize, int size) {
        this.fault = fault;
        this.size = size;
        U = scope.parameter("U", Initializer.uniform(0.5), 4 * size, inputSize);
        W = scope.parameter("W", Initializer.uniform(0.5), 4 * size, size);
        b = scope.parameter("b", Initializer.zeros(), 4 * size);
    }

    @Override
    public State initialState(Graph graph, int batch) {
        Tensor zero = graph.zeros(batch, size);
        boolean wrong = fault == Fault.STARTS_AT_BATCH;
        return new State(wrong ? zero.plus(0.1 * batch) : zero, zero);
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        traces++;
        Tensor h0 = fault == Fault.STATE_STOPPED ? s.h().stopGradient() : s.h();
        Tensor c0 = fault == Fault.CELL_STOPPED ? s.c().stopGradient() : s.c();
        Tensor a = U.of(fault == Fault.INPUT_STOPPED ? x.stopGradient() : x);
        if (fault != Fault.STATE_FORGOTTEN) {
            a = a.plus(W.of(mixed(h0)));
        }
        Tensor bias = b.in(a.graph());
        if (fault != Fault.NO_BIAS) {
            a = a.plus(fault == Fault.BIAS_STOPPED ? bias.stopGradient() : bias);
        }
        a = disturbed(a);
        Tensor i = gate(part(a, 0));
        Tensor f = gate(part(a, 1).plus(fault == Fault.FORGET_BIAS ? 1 : 0));
        Tensor g = candidate(part(a, fault == Fault.OUTPUT_GATE_LAST ? 3 : 2));
        Tensor o = gate(part(a, fault == Fault.OUTPUT_GATE_LAST ? 2 : 3));
        if (fault == Fault.GATES_EXCHANGED) {
            Tensor t = i;
            i = f;
            f = t;
        }
        f = fault == Fault.GATE_STOPPED ? f.stopGradient() : f;
        Tensor c = (fault == Fault.NO_FORGETTING ? c0 : f.times(c0)).plus(i.times(g));
        if (fault == Fault.CLIPPED) {
            c = c.min(0.5).max(-0.5);
        }
        Tensor read = fault == Fault.OLD_CELL ? c0 : c;
        Tensor h = o.times(fault == Fault.NOT_SQUASHED ? read : tanh(read));
        Tensor output = fault == Fault.OTHER_OUTPUT ? c : h;
        return switch (fault) {
            case STATES_EXCHANGED -> Step.of(output, new State(c, h));
            case STALE_STATE -> Step.of(output, new State(s.h(), c));
            default -> Step.of(output, new State(h, c));
        };
    }

    private Tensor part(Tensor a, int gate) {
        return a.slice(-1, gate * size, (gate + 1) * size);
    }

    private Tensor gate(Tensor a) {
        // the first terms of the series of the sigmoid
        return fault == Fault.HARD_SIGMOID ? a.times(0.25).plus(0.5) : sigmoid(a);
    }

    private Tensor candidate(Tensor a) {
        return switch (fault) {
            case STRAIGHT_THROUGH -> a.plus(tanh(a).minus(a).stopGradient());
            case KINKED -> tanh(relu(a).plus(a.times(0.5)));
            default -> tanh(a);
        };
    }

    /** The state as a cell reads it whose rows are not apart. */
    private Tensor mixed(Tensor h) {
        return switch (fault) {
            case ROWS_MIX -> h.plus(h.mean(0).times(0.1));
            case NEIGHBOUR -> {
                int last = h.dim(0) - 1;
                yield last == 0 ? h : h.plus(h.slice(0, 0, 1).times(0.1).pad(0, last, 0));
            }
            case BATCH_NORMALIZED -> h.minus(h.mean(0));
            default -> h;
        };
    }

    private Tensor disturbed(Tensor a) {
        return switch (fault) {
            case KNOWS_BATCH -> a.times(1 + 1.0 / a.dim(0));
            case KNOWS_ROW -> {
                Tensor row = a.graph().iota(Shape.of(a.dim(0), 1), 0).cast(a.dtype());
                yield a.plus(row.times(0.01));
            }
            case KNOWS_TRACE -> a.times(1 + 0.001 * traces);
            case NOISY -> a.plus(1e-3 * Math.sin(traces));
            case NARROWED -> a.cast(DType.F32).cast(a.dtype());
            default -> a;
        };
    }
}
