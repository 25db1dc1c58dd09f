package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Gradients with respect to the state after every step, in two ways: by the probes of one
 * recurrence, and by the state that the rest of the sequence begins with. The outputs {@code 1.0},
 * … are those with respect to tensor 0 of the state, after as many steps as are left out. Rows that
 * had ended by then count as zeros.
 *
 * @param sizes T, B, I and H
 * @param backwards the direction
 * @param lengths steps of each row; null for whole sequences
 */
record StateGradients(CellSizes sizes, boolean backwards, int[] lengths) {
    /** By probes. */
    Subject byProbes(CellFactory factory) {
        return subject(factory, this::probe);
    }

    /** By what the rest begins with. */
    Subject byParts(CellFactory factory) {
        return subject(factory, this::part);
    }

    private interface Way {
        <S extends Record> void trace(Cell<S> cell, Drawing d);
    }

    private Subject subject(CellFactory factory, Way way) {
        Scope scope = Scope.root();
        Cell<?> cell = factory.create(scope, sizes.inputs(), sizes.units());
        return Subject.drawn("gradients of all states", scope, d -> way.trace(cell, d));
    }

    private <S extends Record> void probe(Cell<S> cell, Drawing d) {
        Tensor x = CellRun.sequence(d, sizes);
        Recurrence<S> r = directed(cell).from(CellRun.start(cell, d, sizes)).probing();
        Tensor n = lengths == null ? null : d.given("lengths", Array.of(lengths));
        Recurrence.Result<S> whole = r.lengths(n).over(x);
        for (int at = 1; at < sizes.steps(); at++) {
            Tensor rest = backwards ? head(whole.outputs(), at) : tail(whole.outputs(), at);
            int step = backwards ? at : at - 1;
            List<Tensor> found =
                    States.tensors(whole.stateGradients(loss(rest, whole.last()))).stream()
                            .map(t -> t.at(0, step))
                            .toList();
            output(d, at, found);
        }
    }

    private <S extends Record> void part(Cell<S> cell, Drawing d) {
        Tensor x = CellRun.sequence(d, sizes);
        S start = CellRun.start(cell, d, sizes);
        Tensor n = lengths == null ? null : d.given("lengths", Array.of(lengths));
        for (int at = 1; at < sizes.steps(); at++) {
            Tensor upper = n == null ? null : n.minus(at).max(0);
            Tensor lower = n == null ? null : n.min(at);
            Tensor first = backwards ? tail(x, at) : head(x, at);
            Tensor second = backwards ? head(x, at) : tail(x, at);
            Recurrence<S> r = directed(cell);
            S between = r.from(start).lengths(backwards ? upper : lower).over(first).last();
            var rest = r.from(between).lengths(backwards ? lower : upper).over(second);
            List<Tensor> found =
                    Gradients.of(loss(rest.outputs(), rest.last()), States.tensors(between));
            output(d, at, found);
        }
    }

    private <S extends Record> Recurrence<S> directed(Cell<S> cell) {
        return backwards ? Recurrence.of(cell).backwards() : Recurrence.of(cell);
    }

    private static Tensor head(Tensor t, int at) {
        return t.slice(0, 0, at);
    }

    private static Tensor tail(Tensor t, int at) {
        return t.slice(0, at, t.dim(0));
    }

    private static Tensor loss(Tensor outputs, Record last) {
        Tensor sum = Subject.weighted(outputs, "outputs");
        int i = 0;
        for (Tensor t : States.tensors(last)) {
            sum = t.dtype().isFloat() ? sum.plus(Subject.weighted(t, "last" + i)) : sum;
            i++;
        }
        return sum;
    }

    /** Of the rows that had not ended. */
    private void output(Drawing d, int at, List<Tensor> gradients) {
        boolean[] counts = new boolean[sizes.batch()];
        for (int b = 0; b < counts.length; b++) {
            int n = lengths == null ? sizes.steps() : lengths[b];
            counts[b] = backwards ? n > at : n >= at;
        }
        for (int i = 0; i < gradients.size(); i++) {
            Tensor t = gradients.get(i);
            if (t.dtype().isFloat()) {
                d.output(at + "." + i, Functions.where(rows(d, counts, t), t, zeros(t)));
            }
        }
    }

    private static Tensor rows(Drawing d, boolean[] counts, Tensor like) {
        int[] dims = IntStream.range(0, like.rank()).map(a -> a == 0 ? counts.length : 1).toArray();
        int[] numbers = IntStream.range(0, counts.length).map(b -> counts[b] ? 1 : 0).toArray();
        return d.constant(Array.of(numbers)).equalTo(1).reshape(dims);
    }

    private static Tensor zeros(Tensor like) {
        return like.graph().zeros(like.type());
    }
}
