package dev.rondo.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a cell over a sequence. It owns time, direction, lengths and truncation; a cell knows about
 * none of these. Immutable: each method returns a changed copy.
 *
 * <p>Sequences are time-major [T, B, I]. With lengths, the state of a row that has ended is frozen,
 * and its outputs after the end are zero. A length of 0 is legal and gives the initial state.
 * Backwards, row b is read from its own last step to its first, and padding stays at the end.
 *
 * @param <S> the cell's state
 */
public final class Recurrence<S extends Record> {
    /**
     * The result of a recurrence.
     *
     * @param outputs the outputs [T, B, …]
     * @param last the state after the last step of each row
     * @param states the state after every step, each tensor [T, B, …]; null unless asked for
     */
    public record Result<S extends Record>(Tensor outputs, S last, S states) {}

    private final Cell<S> cell;
    private final boolean backwards;
    private final Tensor lengths;
    private final S initial;
    private final boolean allStates;
    private final int truncation;
    private final Tensor steps;
    private final int segment;

    private Recurrence(
            Cell<S> cell,
            boolean backwards,
            Tensor lengths,
            S initial,
            boolean allStates,
            int truncation,
            Tensor steps,
            int segment) {
        this.cell = cell;
        this.backwards = backwards;
        this.lengths = lengths;
        this.initial = initial;
        this.allStates = allStates;
        this.truncation = truncation;
        this.steps = steps;
        this.segment = segment;
    }

    /** Runs a cell forwards over whole sequences, from its own initial state. */
    public static <S extends Record> Recurrence<S> of(Cell<S> cell) {
        return new Recurrence<>(cell, false, null, null, false, 0, null, 0);
    }

    /** Runs from the last step to the first. */
    public Recurrence<S> backwards() {
        return new Recurrence<>(
                cell, true, lengths, initial, allStates, truncation, steps, segment);
    }

    /**
     * Gives each row a length of its own.
     *
     * @param newLengths the number of steps of each row, I32 [B], each from 0 to T. A run checks
     *     them if they are an input; computed ones act as if cut to that range. Null for whole
     *     sequences
     */
    public Recurrence<S> lengths(Tensor newLengths) {
        return new Recurrence<>(
                cell, backwards, newLengths, initial, allStates, truncation, steps, segment);
    }

    /** Starts from a given state. */
    public Recurrence<S> from(S state) {
        return new Recurrence<>(
                cell, backwards, lengths, state, allStates, truncation, steps, segment);
    }

    /** Also returns the state after every step. */
    public Recurrence<S> keepingStates() {
        return new Recurrence<>(
                cell, backwards, lengths, initial, true, truncation, steps, segment);
    }

    /**
     * Stops gradients at every {@code every}-th step (truncated backpropagation). They still reach
     * the initial state from the first stretch. Backwards, stretches are counted from the last
     * traced step.
     */
    public Recurrence<S> truncatedEvery(int every) {
        if (every < 1) {
            throw new IllegalArgumentException("truncation needs at least 1 step, got " + every);
        }
        return new Recurrence<>(
                cell, backwards, lengths, initial, allStates, every, steps, segment);
    }

    /**
     * Runs only the first {@code count} of the traced steps, an I32 scalar given at run time. A run
     * fails if the count is not from 0 to T.
     */
    public Recurrence<S> steps(Tensor count) {
        return new Recurrence<>(
                cell, backwards, lengths, initial, allStates, truncation, count, segment);
    }

    /**
     * Keeps only the state at every {@code newSegment}-th step for the gradient, and computes all
     * values in between again. So sequences can be far longer in the same memory; see {@link
     * Scan#recomputingEvery}. Results are the same, and gradients are the same up to the order of
     * sums.
     */
    public Recurrence<S> recomputingEvery(int newSegment) {
        if (newSegment < 1) {
            throw new IllegalArgumentException(
                    "a segment that is computed again has at least 1 step, got " + newSegment);
        }
        return new Recurrence<>(
                cell, backwards, lengths, initial, allStates, truncation, steps, newSegment);
    }

    /**
     * Traces the cell over a sequence.
     *
     * @param xs the inputs [T, B, I]. Whole numbers may also be [T, B], for a cell that looks them
     *     up
     * @throws TraceException if the inputs or the lengths have another form, if the first axis of
     *     the initial state or of an output is not the batch, or if the state that a step returns
     *     has another form than the previous one
     */
    public Result<S> over(Tensor xs) {
        if (xs.rank() < (xs.dtype().isFloat() ? 3 : 2)) {
            throw new TraceException(
                    "a recurrence of "
                            + cell.title()
                            + " reads sequences [T, B, I]; got "
                            + xs.type()
                            + (xs.rank() == 2
                                    ? ", perhaps one sequence without its batch axis"
                                    : ""));
        }
        int length = xs.dim(0);
        int batch = xs.dim(1);
        Graph g = xs.graph();
        if (lengths != null
                && (lengths.dtype() != DType.I32 || !lengths.shape().equals(Shape.of(batch)))) {
            throw new TraceException(
                    "lengths must be I32["
                            + batch
                            + "] for a sequence "
                            + xs.type()
                            + " of "
                            + cell.title()
                            + ", got "
                            + lengths.type());
        }
        if (lengths != null) {
            lengths.within(new Bounds(0, length));
        }
        S start = initial == null ? cell.initialState(g, batch) : initial;
        States.checkBatch(cell.title(), start, batch);
        if (cell instanceof ParallelCell<S> all
                && all.fits(start)
                && truncation == 0
                && steps == null
                && segment == 0) {
            Result<S> r = all.over(xs, lengths, start, backwards);
            return allStates ? r : new Result<>(r.outputs(), r.last(), null);
        }
        List<Tensor> carries = States.tensors(start);
        List<Tensor> inputs = new ArrayList<>(List.of(xs));
        boolean timed = lengths != null || truncation > 0;
        if (timed) {
            inputs.add(Scan.times(g, length));
        }
        int own = inputs.size();
        if (cell instanceof SideInputCell<S> more) {
            inputs.addAll(more.sideInputs(g, length, batch));
        }
        Scan scan =
                Scan.over(length)
                        .carrying(carries)
                        .reading(inputs)
                        .reversed(backwards)
                        .steps(steps);
        Scan.Result r =
                (segment == 0 ? scan : scan.recomputingEvery(segment))
                        .run((state, row) -> step(start, state, row, own, length));
        S last = States.with(start, r.carries());
        S states =
                allStates ? States.with(start, r.outputs().subList(1, r.outputs().size())) : null;
        return new Result<>(r.outputs().getFirst(), last, states);
    }

    /**
     * One step of the loop.
     *
     * @param row the input, with lengths or truncation the number of the step, then from {@code
     *     own} on what else the cell reads
     */
    private Scan.Step step(S form, List<Tensor> state, List<Tensor> row, int own, int length) {
        List<Tensor> old = state;
        if (truncation > 0) {
            Tensor t = row.get(1);
            Tensor at = backwards ? t.negated().plus(length - 1) : t;
            // integer division rounds towards zero, so at − (at / n)·n is the remainder
            Tensor cut =
                    at.minus(at.dividedBy(truncation).times(truncation))
                            .equalTo(0)
                            .and(at.greaterThan(0));
            old = new ArrayList<>();
            for (Tensor c : state) {
                old.add(c.dtype().isFloat() ? where(cut, c.stopGradient(), c) : c);
            }
        }
        Tensor x = row.getFirst();
        if (lengths != null) {
            // what lies after a row's end may be anything, even NaN, and reaches no gradient
            Tensor running = rows(row.get(1).lessThan(lengths), x);
            x = where(running, x, x.graph().zeros(x.type()));
        }
        S before = States.with(form, old);
        Step<S> step =
                TraceException.given(
                        States.step(cell, x, before, row.subList(own, row.size())),
                        "what the step of " + cell.title() + " returns");
        States.checkSame(cell.title(), before, step.state());
        List<Tensor> fresh = States.tensors(step.state());
        Tensor output = step.output();
        if (output.rank() == 0 || output.dim(0) != x.dim(0)) {
            throw new TraceException(
                    "the first axis of an output is the batch, here of "
                            + x.dim(0)
                            + " rows; "
                            + cell.title()
                            + " gives "
                            + output.type());
        }
        if (lengths != null) {
            Tensor running = row.get(1).lessThan(lengths);
            List<Tensor> frozen = new ArrayList<>();
            for (int i = 0; i < fresh.size(); i++) {
                frozen.add(where(rows(running, fresh.get(i)), fresh.get(i), old.get(i)));
            }
            fresh = frozen;
            output = where(rows(running, output), output, output.graph().zeros(output.type()));
        }
        List<Tensor> outputs = new ArrayList<>(List.of(output));
        if (allStates) {
            outputs.addAll(fresh);
        }
        return new Scan.Step(fresh, outputs);
    }

    /** A mask [B] with as many axes as {@code like}. */
    private static Tensor rows(Tensor mask, Tensor like) {
        int[] dims = new int[like.rank()];
        Arrays.fill(dims, 1);
        dims[0] = mask.dim(0);
        return mask.reshape(dims);
    }
}
