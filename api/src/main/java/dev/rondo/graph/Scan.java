package dev.rondo.graph;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A loop over time as a value: the number of steps, what is carried, and what each step reads.
 *
 * <pre>{@code
 * var result = Scan.over(T).carrying(h0).reading(xs)
 *     .run((state, inputs) -> {
 *         var h = tanh(U.of(inputs.get(0)).plus(W.of(state.get(0))));
 *         return new Scan.Step(List.of(h), List.of(h));
 *     });
 * }</pre>
 *
 * <p>Tensors from outside that the step uses are captured. They are the same at every step.
 *
 * @param length number of steps T
 * @param carries initial values of what is carried from step to step
 * @param inputs tensors [T, …] of which step t reads row t
 * @param reversed whether the steps run from T−1 down to 0; rows keep their places
 * @param steps how many of the T steps to run, an I32 scalar; null for all. Outputs after these are
 *     0
 * @param segment 0, or the number of steps after which the carries are kept for the gradient, which
 *     computes all values in between again
 */
public record Scan(
        int length,
        List<Tensor> carries,
        List<Tensor> inputs,
        boolean reversed,
        Tensor steps,
        int segment) {

    /** The result of a step: the new carries, and this step's rows of the outputs. */
    public record Step(List<Tensor> carries, List<Tensor> outputs) {
        /** Checks that nothing is null. */
        public Step {
            all(carries, "carry", "a loop's step returns");
            all(outputs, "output", "a loop's step returns");
        }
    }

    /** The result of a loop: the final carries, and the stacked outputs [T, …]. */
    public record Result(List<Tensor> carries, List<Tensor> outputs) {}

    /** One step: (carries, inputs of this step) to (new carries, outputs of this step). */
    @FunctionalInterface
    public interface Body {
        /** It is traced once, or twice if segments are recomputed and do not divide the steps. */
        Step step(List<Tensor> carries, List<Tensor> inputs);
    }

    /** A loop of {@code length} steps that carries and reads nothing yet. */
    public static Scan over(int length) {
        if (length < 0) {
            throw new TraceException("a loop has at least 0 steps, got " + length);
        }
        return new Scan(length, List.of(), List.of(), false, null, 0);
    }

    /** The loop with these initial carries. */
    public Scan carrying(List<Tensor> initial) {
        all(initial, "carry", "a loop begins with");
        return new Scan(length, List.copyOf(initial), inputs, reversed, steps, segment);
    }

    /** The loop with these initial carries. */
    public Scan carrying(Tensor... initial) {
        return carrying(Arrays.asList(initial));
    }

    /** The loop reading these stacked tensors. */
    public Scan reading(List<Tensor> stacked) {
        all(stacked, "step input", "a loop reads");
        return new Scan(length, carries, List.copyOf(stacked), reversed, steps, segment);
    }

    /** The loop reading these stacked tensors. */
    public Scan reading(Tensor... stacked) {
        return reading(Arrays.asList(stacked));
    }

    private static void all(List<Tensor> tensors, String what, String who) {
        TraceException.given(tensors, "the list of what " + who + " as " + what);
        for (int i = 0; i < tensors.size(); i++) {
            TraceException.given(tensors.get(i), what + " " + i + " that " + who);
        }
    }

    /** The loop with another direction. */
    public Scan reversed(boolean backwards) {
        return new Scan(length, carries, inputs, backwards, steps, segment);
    }

    /**
     * The loop running only the first {@code count} steps, an I32 scalar given at run time. A run
     * fails if the count is not from 0 to the loop's length.
     */
    public Scan steps(Tensor count) {
        return new Scan(length, carries, inputs, reversed, count, segment);
    }

    /**
     * A loop whose gradient keeps only the carries of every {@code segment}-th step, and computes a
     * segment's other values again when it reaches that segment. This takes memory for T / segment
     * + segment steps instead of T, and costs one more forward pass (Chen et al. 2016, "Training
     * deep nets with sublinear memory cost"; Gruslys et al. 2016, "Memory-efficient backpropagation
     * through time"). Memory is least near √T. The body is traced a second time if T is not a
     * multiple of the segment.
     */
    public Scan recomputingEvery(int newSegment) {
        if (newSegment < 1) {
            throw new IllegalArgumentException(
                    "a segment that is computed again has at least 1 step, got " + newSegment);
        }
        return new Scan(length, carries, inputs, reversed, steps, newSegment);
    }

    /**
     * Traces the step and appends the loop to the graph its operands belong to.
     *
     * @throws TraceException when a step input does not have {@code length} rows, the new carries
     *     do not have the types of the old, or a step that is traced twice returns other outputs
     */
    public Result run(Body body) {
        inputs.forEach(this::checkRows);
        if (steps != null && steps.dtype() == DType.I32) {
            steps.within(new Bounds(0, length));
        }
        return segment == 0 || length == 0 ? loop(body, false) : Segments.run(this, body);
    }

    private void checkRows(Tensor t) {
        if (t.rank() == 0 || t.dim(0) != length) {
            throw new TraceException(
                    "scan over "
                            + length
                            + " steps cannot read "
                            + t.type()
                            + ": its first axis is time");
        }
    }

    /** Appends this loop as it is, regardless of the segment. */
    Result loop(Body body, boolean recompute) {
        Graph outer = null;
        List<Tensor> all = new ArrayList<>(carries);
        all.addAll(inputs);
        if (steps != null) {
            all.add(steps);
        }
        for (Tensor t : all) {
            outer = outer == null ? t.graph() : Graph.inner(outer, t.graph());
        }
        if (outer == null) {
            throw new TraceException("scan needs at least one carry or step input");
        }
        outer = Graph.inner(outer, outer.innermost());
        Graph g = outer.body();
        if (steps != null || length == 0) {
            g.runsInPart();
        }
        List<Tensor> states = new ArrayList<>();
        for (Tensor t : carries) {
            states.add(g.argument(t.type()));
        }
        List<Tensor> rows = new ArrayList<>();
        for (Tensor t : inputs) {
            rows.add(g.row(t));
        }
        Graph before = g.beginTracing();
        Step step;
        try {
            step =
                    TraceException.given(
                            body.step(List.copyOf(states), List.copyOf(rows)),
                            "what a loop's step returns");
        } finally {
            g.endTracing(before);
        }
        if (step.carries().size() != carries.size()) {
            throw new TraceException(
                    "scan carries "
                            + carries.size()
                            + " tensors but its step returned "
                            + step.carries().size());
        }
        List<Tensor> results = new ArrayList<>();
        step.carries().forEach(t -> results.add(g.capture(t)));
        step.outputs().forEach(t -> results.add(g.capture(t)));
        List<Tensor> operands = new ArrayList<>();
        for (Tensor t : carries) {
            operands.add(outer.capture(t));
        }
        for (Tensor t : inputs) {
            operands.add(outer.capture(t));
        }
        operands.addAll(g.captured());
        if (steps != null) {
            operands.add(outer.capture(steps));
        }
        g.close();
        Op.Scan op =
                new Op.Scan(
                        g,
                        List.copyOf(results),
                        length,
                        carries.size(),
                        inputs.size(),
                        reversed,
                        steps != null,
                        recompute);
        List<Tensor> out = outer.add(op, operands).outputs();
        return new Result(
                List.copyOf(out.subList(0, carries.size())),
                List.copyOf(out.subList(carries.size(), out.size())));
    }

    /** The step number 0 … T−1 as an I32 tensor [T], to be read by the steps. */
    public static Tensor times(Graph graph, int length) {
        return graph.iota(Shape.of(length), 0).cast(DType.I32);
    }
}
