package dev.rondo.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Shape;
import dev.rondo.graph.Graph;
import dev.rondo.graph.LinearRecurrence;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.Arrays;
import java.util.List;

/**
 * A linear cell whose sequences are computed at once.
 *
 * @param cell gives the transitions
 */
record ParallelCell<S extends Record>(LinearCell<S> cell) implements Cell<S> {
    @Override
    public S initialState(Graph graph, int batch) {
        return cell.initialState(graph, batch);
    }

    @Override
    public Step<S> step(Tensor x, S state) {
        return cell.step(x, state);
    }

    @Override
    public String title() {
        return cell.title();
    }

    /**
     * All states and outputs of a sequence. A row that has ended keeps its state: a = 1, b = 0.
     *
     * @param xs the inputs [T, B, I]
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     */
    Recurrence.Result<S> over(Tensor xs, Tensor lengths, S start, boolean backwards) {
        int length = xs.dim(0);
        Tensor h0 = States.tensors(start).getFirst();
        if (length == 0) {
            Tensor none = xs.graph().zeros(h0.type()).broadcastTo(h0.shape().prepend(0));
            return new Recurrence.Result<>(none, start, States.with(start, List.of(none)), null);
        }
        Tensor h;
        Tensor outputs;
        if (lengths == null) {
            LinearCell.Transition t = transition(xs, h0);
            h = LinearRecurrence.of(t.a(), t.b(), h0, backwards);
            outputs = h;
        } else {
            // what lies after a row's end may be anything, even NaN, and reaches no gradient
            Tensor seen = where(running(xs, lengths, xs), xs, xs.graph().zeros(xs.type()));
            LinearCell.Transition t = transition(seen, h0);
            Tensor running = running(xs, lengths, t.b());
            Tensor zeros = xs.graph().zeros(t.b().type());
            Tensor a = where(running, t.a(), t.a().constant(1));
            h = LinearRecurrence.of(a, where(running, t.b(), zeros), h0, backwards);
            outputs = where(running, h, zeros);
        }
        S last = States.with(start, List.of(h.at(0, backwards ? 0 : -1)));
        return new Recurrence.Result<>(outputs, last, States.with(start, List.of(h)), null);
    }

    /** The transitions of all steps, each with a number for each of the state. */
    private LinearCell.Transition transition(Tensor xs, Tensor h0) {
        LinearCell.Transition t =
                TraceException.given(cell.transition(xs), "the transition of " + title());
        Shape all = h0.shape().prepend(xs.dim(0));
        try {
            return new LinearCell.Transition(t.a().broadcastTo(all), t.b().broadcastTo(all));
        } catch (TraceException e) {
            throw new TraceException(
                    title()
                            + ": a and b of all steps have the form "
                            + all
                            + " of steps and states; got "
                            + t.a().type()
                            + " and "
                            + t.b().type());
        }
    }

    /** Whether a row has a step at a time [T, B, 1, …], with as many axes as {@code like}. */
    private static Tensor running(Tensor xs, Tensor lengths, Tensor like) {
        Tensor times = Scan.times(xs.graph(), xs.dim(0)).reshape(-1, 1);
        int[] dims = new int[like.rank()];
        Arrays.fill(dims, 1);
        dims[0] = xs.dim(0);
        dims[1] = xs.dim(1);
        return times.lessThan(lengths).reshape(dims);
    }
}
