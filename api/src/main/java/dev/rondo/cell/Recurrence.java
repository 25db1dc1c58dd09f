package dev.rondo.cell;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Bounds;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * @param probes the zeros that were added to the state after every step, each tensor [T, B, …];
     *     null unless asked for with {@link #probing} or {@link StateProbes}
     */
    public record Result<S extends Record>(Tensor outputs, S last, S states, S probes) {
        /**
         * The gradient with respect to the state after every step; see {@link #probing}.
         *
         * @param loss a float scalar of the same graph
         * @return the gradients, each tensor [T, B, …]; zeros for whole numbers and truth values
         * @throws TraceException if the recurrence was traced without probes, or if the loss is not
         *     a float scalar
         */
        public S stateGradients(Tensor loss) {
            if (probes == null) {
                throw new TraceException(
                        "this recurrence was traced without probes, so its loss has no gradient"
                                + " with respect to its states; trace it with probing()");
            }
            return States.with(probes, Gradients.of(loss, States.tensors(probes)));
        }
    }

    /**
     * A traced recurrence, and the values that its cell names, step by step [T, …]; none without
     * probes.
     */
    record Traced<S extends Record>(Result<S> result, Map<String, Tensor> named) {}

    private final Cell<S> cell;
    private final boolean backwards;
    private final Tensor lengths;
    private final S initial;
    private final boolean allStates;
    private final int truncation;
    private final Tensor steps;
    private final int segment;
    private final boolean probed;

    private Recurrence(
            Cell<S> cell,
            boolean backwards,
            Tensor lengths,
            S initial,
            boolean allStates,
            int truncation,
            Tensor steps,
            int segment,
            boolean probed) {
        this.cell = cell;
        this.backwards = backwards;
        this.lengths = lengths;
        this.initial = initial;
        this.allStates = allStates;
        this.truncation = truncation;
        this.steps = steps;
        this.segment = segment;
        this.probed = probed;
    }

    /** Runs a cell forwards over whole sequences, from its own initial state. */
    public static <S extends Record> Recurrence<S> of(Cell<S> cell) {
        return new Recurrence<>(cell, false, null, null, false, 0, null, 0, false);
    }

    /** Runs from the last step to the first. */
    public Recurrence<S> backwards() {
        return new Recurrence<>(
                cell, true, lengths, initial, allStates, truncation, steps, segment, probed);
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
                cell,
                backwards,
                newLengths,
                initial,
                allStates,
                truncation,
                steps,
                segment,
                probed);
    }

    /** Starts from a given state. */
    public Recurrence<S> from(S state) {
        return new Recurrence<>(
                cell, backwards, lengths, state, allStates, truncation, steps, segment, probed);
    }

    /** Also returns the state after every step. */
    public Recurrence<S> keepingStates() {
        return new Recurrence<>(
                cell, backwards, lengths, initial, true, truncation, steps, segment, probed);
    }

    /**
     * Adds zeros to the state after every step, so that a loss can be differentiated by each of
     * them. Its gradient with respect to the zeros of step t is its gradient with respect to the
     * state after step t, along all paths through later steps ({@link Result#stateGradients}).
     *
     * <p>Where the output of a step is a tensor of the new state, as the h of most cells is, the
     * zeros are added to both: what reads the outputs counts too. After the end of a row, and in
     * steps that are not run, gradients are zero. The state before the first step has its gradient
     * without probes: give it with {@link #from} and differentiate by it.
     *
     * <p>Values stay the same, but for −0 that becomes 0.
     */
    public Recurrence<S> probing() {
        return new Recurrence<>(
                cell, backwards, lengths, initial, allStates, truncation, steps, segment, true);
    }

    /** This with another cell of the same states. */
    Recurrence<S> running(Cell<S> other) {
        return new Recurrence<>(
                other, backwards, lengths, initial, allStates, truncation, steps, segment, probed);
    }

    /** What runs. */
    Cell<S> cell() {
        return cell;
    }

    /** Whether it runs from the last step to the first. */
    boolean isBackwards() {
        return backwards;
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
                cell, backwards, lengths, initial, allStates, every, steps, segment, probed);
    }

    /**
     * Runs only the first {@code count} of the traced steps, an I32 scalar given at run time. A run
     * fails if the count is not from 0 to T.
     */
    public Recurrence<S> steps(Tensor count) {
        return new Recurrence<>(
                cell, backwards, lengths, initial, allStates, truncation, count, segment, probed);
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
                cell,
                backwards,
                lengths,
                initial,
                allStates,
                truncation,
                steps,
                newSegment,
                probed);
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
        return StateProbes.open().map(p -> p.trace(this, xs)).orElseGet(() -> trace(xs).result());
    }

    /** Traces the cell over a sequence, without regard to probes that are set from outside. */
    Traced<S> trace(Tensor xs) {
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
                && !probed
                && truncation == 0
                && steps == null
                && segment == 0) {
            Result<S> r = all.over(xs, lengths, start, backwards);
            S states = allStates ? r.states() : null;
            return new Traced<>(new Result<>(r.outputs(), r.last(), states, null), Map.of());
        }
        List<Tensor> carries = States.tensors(start);
        List<Tensor> inputs = new ArrayList<>(List.of(xs));
        if (isTimed()) {
            inputs.add(Scan.times(g, length));
        }
        int own = inputs.size();
        inputs.addAll(SideInputCell.sideInputs(cell, g, length, batch));
        int firstProbe = inputs.size();
        S probes = probed ? Probes.zeros(g, start, length) : null;
        if (probed) {
            inputs.addAll(Probes.floats(probes));
        }
        Layout layout = new Layout(own, firstProbe);
        List<String> names = new ArrayList<>();
        Scan scan =
                Scan.over(length)
                        .carrying(carries)
                        .reading(inputs)
                        .reversed(backwards)
                        .steps(steps);
        Scan.Result r =
                (segment == 0 ? scan : scan.recomputingEvery(segment))
                        .run((state, row) -> step(start, state, row, layout, length, names));
        S last = States.with(start, r.carries());
        int kept = 1 + (allStates ? r.carries().size() : 0);
        S states = allStates ? States.with(start, r.outputs().subList(1, kept)) : null;
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (String name : names) {
            named.put(name, r.outputs().get(kept + named.size()));
        }
        return new Traced<>(new Result<>(r.outputs().getFirst(), last, states, probes), named);
    }

    /** Whether the steps read their number. */
    private boolean isTimed() {
        return lengths != null || truncation > 0;
    }

    /**
     * Where a step's inputs are: the cell's input, with lengths or truncation the number of the
     * step, what else the cell reads, and the probes.
     *
     * @param own position of the first tensor that the cell reads besides
     * @param probes position of the first probe
     */
    private record Layout(int own, int probes) {}

    /**
     * One step of the loop.
     *
     * @param names is told the names of the values that the cell names; they are the last outputs
     */
    private Scan.Step step(
            S form,
            List<Tensor> state,
            List<Tensor> row,
            Layout layout,
            int length,
            List<String> names) {
        List<Tensor> old = truncation > 0 ? cut(state, row.get(1), length) : state;
        Tensor x = row.getFirst();
        if (lengths != null) {
            // what lies after a row's end may be anything, even NaN, and reaches no gradient
            Tensor running = rows(row.get(1).lessThan(lengths), x);
            x = where(running, x, x.graph().zeros(x.type()));
        }
        int before = x.graph().nodes().size();
        Step<S> step =
                stepped(x, States.with(form, old), row.subList(layout.own(), layout.probes()));
        Map<String, Tensor> named = probed ? Probes.named(x.graph(), before) : Map.of();
        List<Tensor> fresh = States.tensors(step.state());
        Tensor output = step.output();
        if (probed) {
            List<Tensor> moved = Probes.added(fresh, row.subList(layout.probes(), row.size()));
            output = Probes.same(output, fresh, moved);
            fresh = moved;
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
        names.clear();
        names.addAll(named.keySet());
        outputs.addAll(named.values());
        return new Scan.Step(fresh, outputs);
    }

    /** The state that a step begins with, its gradient stopped between two stretches. */
    private List<Tensor> cut(List<Tensor> state, Tensor t, int length) {
        Tensor at = backwards ? t.negated().plus(length - 1) : t;
        // integer division rounds towards zero, so at − (at / n)·n is the remainder
        Tensor cut =
                at.minus(at.dividedBy(truncation).times(truncation))
                        .equalTo(0)
                        .and(at.greaterThan(0));
        List<Tensor> begun = new ArrayList<>();
        for (Tensor c : state) {
            begun.add(c.dtype().isFloat() ? where(cut, c.stopGradient(), c) : c);
        }
        return begun;
    }

    /** What the cell makes of an input and a state. */
    private Step<S> stepped(Tensor x, S before, List<Tensor> sides) {
        Step<S> step =
                TraceException.given(
                        States.step(cell, x, before, sides),
                        "what the step of " + cell.title() + " returns");
        States.checkSame(cell.title(), before, step.state());
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
        return step;
    }

    /** A mask [B] with as many axes as {@code like}. */
    private static Tensor rows(Tensor mask, Tensor like) {
        int[] dims = new int[like.rank()];
        Arrays.fill(dims, 1);
        dims[0] = mask.dim(0);
        return mask.reshape(dims);
    }
}
