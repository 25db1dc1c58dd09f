package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * One way to run a cell over drawn sequences, from states that the cell has reached before. The
 * inputs are {@code x} [T, B, I] and the initial state {@code s0}, {@code s1}, …; the outputs are
 * {@code outputs} and the final state {@code last0}, {@code last1}, …
 *
 * @param sizes T, B, I and H
 * @param backwards whether the direction is backwards
 * @param lengths number of steps of each row; null for whole sequences
 * @param steps the number of steps to run of those traced, given at run time; −1 for all
 */
record CellRun(CellSizes sizes, boolean backwards, int[] lengths, int steps) {
    /** Both directions, with and without lengths. */
    static List<CellRun> variants(CellSizes sizes) {
        List<CellRun> runs = new ArrayList<>();
        for (boolean backwards : new boolean[] {false, true}) {
            runs.add(new CellRun(sizes, backwards, null, -1));
            runs.add(new CellRun(sizes, backwards, sizes.lengths(), -1));
        }
        return runs;
    }

    String label() {
        return (backwards ? "backwards" : "forwards")
                + (lengths == null ? "" : ", lengths " + Arrays.toString(lengths))
                + (steps < 0 ? "" : ", " + steps + " of " + sizes.steps() + " steps");
    }

    /** What this run computes, with the cell's own variables. */
    Subject subject(CellFactory factory) {
        Scope scope = Scope.root();
        Cell<?> cell = factory.create(scope, sizes.inputs(), sizes.units());
        return Subject.drawn(
                cell.getClass().getSimpleName() + " " + label(), scope, d -> trace(cell, d));
    }

    /** A forward run that also returns the states after all steps: {@code states0}, … */
    static Subject keeping(CellFactory factory, CellSizes sizes, int[] lengths) {
        Scope scope = Scope.root();
        Cell<?> cell = factory.create(scope, sizes.inputs(), sizes.units());
        return Subject.drawn("all states", scope, d -> keep(cell, d, sizes, lengths));
    }

    private static <S extends Record> void keep(
            Cell<S> cell, Drawing d, CellSizes sizes, int[] lengths) {
        Tensor x = sequence(d, sizes);
        Recurrence<S> r = Recurrence.of(cell).from(start(cell, d, sizes)).keepingStates();
        if (lengths != null) {
            r = r.lengths(d.given("lengths", Array.of(lengths)));
        }
        Recurrence.Result<S> result = r.over(x);
        d.output("outputs", result.outputs());
        outputs(d, "last", result.last());
        outputs(d, "states", result.states());
    }

    /** A forward run with truncated gradients. */
    static Subject truncated(CellFactory factory, CellSizes sizes, int every) {
        Scope scope = Scope.root();
        Cell<?> cell = factory.create(scope, sizes.inputs(), sizes.units());
        return Subject.drawn("truncated", scope, d -> truncate(cell, d, sizes, every));
    }

    private static <S extends Record> void truncate(
            Cell<S> cell, Drawing d, CellSizes sizes, int every) {
        Tensor x = sequence(d, sizes);
        S start = start(cell, d, sizes);
        var result = Recurrence.of(cell).from(start).truncatedEvery(every).over(x);
        d.output("outputs", result.outputs());
        outputs(d, "last", result.last());
    }

    private <S extends Record> void trace(Cell<S> cell, Drawing d) {
        Tensor x = sequence(d, sizes);
        S start = start(cell, d, sizes);
        Recurrence<S> r = Recurrence.of(cell).from(start);
        if (backwards) {
            r = r.backwards();
        }
        if (lengths != null) {
            r = r.lengths(d.given("lengths", Array.of(lengths)));
        }
        if (steps >= 0) {
            r = r.steps(d.given("steps", Array.scalar(DType.I32, steps)));
        }
        Recurrence.Result<S> result = r.over(x);
        d.output("outputs", result.outputs());
        outputs(d, "last", result.last());
    }

    /** The input x. */
    static Tensor sequence(Drawing d, CellSizes s) {
        return d.given("x", Samples.uniform(71, -1, 1, s.sequence().dims()));
    }

    /** A state that the cell can be in. Its float tensors are inputs {@code s0}, {@code s1}, … */
    static <S extends Record> S start(Cell<S> cell, Drawing d, CellSizes sizes) {
        return start(cell, d, "s", sizes);
    }

    /**
     * A state that the cell can be in. Its float tensors are inputs whose names begin with a
     * prefix.
     */
    static <S extends Record> S start(Cell<S> cell, Drawing d, String prefix, CellSizes sizes) {
        S form = cell.initialState(d.graph(), sizes.batch());
        Supplier<List<Array>> reached = Once.of(() -> ReachedState.of(cell, sizes));
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor t : States.tensors(form)) {
            int i = tensors.size();
            tensors.add(t.dtype().isFloat() ? d.given(prefix + i, () -> reached.get().get(i)) : t);
        }
        return States.with(form, tensors);
    }

    /** Returns the tensors of a state. */
    static void outputs(Drawing d, String prefix, Record state) {
        int i = 0;
        for (Tensor t : States.tensors(state)) {
            d.output(prefix + i++, t);
        }
    }
}
