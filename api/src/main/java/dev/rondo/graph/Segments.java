package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.List;

/** A loop over segments, each a loop over its steps; see {@link Scan#recomputingEvery}. */
final class Segments {
    private final Scan scan;
    private final Scan.Body body;

    /** Steps in whole segments. */
    private final int whole;

    private Segments(Scan scan, Scan.Body body) {
        this.scan = scan;
        this.body = body;
        this.whole = scan.length() / scan.segment() * scan.segment();
    }

    static Scan.Result run(Scan scan, Scan.Body body) {
        return new Segments(scan, body).run();
    }

    private Scan.Result run() {
        if (whole == 0) {
            return rest(scan.carries());
        }
        if (whole == scan.length()) {
            return segments(scan.carries());
        }
        Scan.Result first = scan.reversed() ? rest(scan.carries()) : segments(scan.carries());
        Scan.Result second = scan.reversed() ? segments(first.carries()) : rest(first.carries());
        checkSame(rowTypes(first), rowTypes(second));
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < first.outputs().size(); i++) {
            Tensor a = first.outputs().get(i);
            Tensor b = second.outputs().get(i);
            outputs.add(scan.reversed() ? Functions.concat(0, b, a) : Functions.concat(0, a, b));
        }
        return new Scan.Result(second.carries(), outputs);
    }

    private static List<Type> rowTypes(Scan.Result r) {
        return r.outputs().stream().map(t -> new Type(t.dtype(), t.shape().tail())).toList();
    }

    private void checkSame(List<Type> first, List<Type> second) {
        if (!first.equals(second)) {
            throw new TraceException(
                    "scan over "
                            + scan.length()
                            + " steps, recomputed every "
                            + scan.segment()
                            + ", traces its step twice, but the step returned outputs "
                            + first
                            + " and then "
                            + second
                            + "; it has to return the same each time");
        }
    }

    private Scan.Result segments(List<Tensor> carries) {
        int n = scan.segment();
        int count = whole / n;
        List<Tensor> inputs = new ArrayList<>();
        for (Tensor t : scan.inputs()) {
            inputs.add(split(t.slice(0, 0, whole), count, n));
        }
        if (scan.steps() != null) {
            inputs.add(Scan.times(scan.steps().graph(), count).times(n));
        }
        Scan.Result r =
                Scan.over(count)
                        .carrying(carries)
                        .reading(inputs)
                        .reversed(scan.reversed())
                        .loop((state, rows) -> segment(state, rows), true);
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor t : r.outputs()) {
            int[] dims = t.shape().tail().dims();
            dims[0] = whole;
            outputs.add(t.reshape(dims));
        }
        return new Scan.Result(r.carries(), outputs);
    }

    private Scan.Step segment(List<Tensor> state, List<Tensor> rows) {
        boolean dynamic = scan.steps() != null;
        Scan.Result r =
                steps(
                        state,
                        dynamic ? rows.subList(0, rows.size() - 1) : rows,
                        scan.segment(),
                        dynamic ? rows.getLast() : null);
        return new Scan.Step(r.carries(), r.outputs());
    }

    private Scan.Result rest(List<Tensor> carries) {
        List<Tensor> inputs = new ArrayList<>();
        for (Tensor t : scan.inputs()) {
            inputs.add(t.slice(0, whole, scan.length()));
        }
        Tensor from =
                scan.steps() == null
                        ? null
                        : scan.steps().graph().constant(Array.scalar(DType.I32, whole));
        return steps(carries, inputs, scan.length() - whole, from);
    }

    /** The steps of a stretch that begins at the step {@code from}; null where all are run. */
    private Scan.Result steps(List<Tensor> carries, List<Tensor> rows, int length, Tensor from) {
        Tensor count = from == null ? null : count(from, length);
        return Scan.over(length)
                .carrying(carries)
                .reading(rows)
                .reversed(scan.reversed())
                .steps(count)
                .loop(body, false);
    }

    /** How many steps of a stretch are run; what no loop can run where the whole cannot. */
    private Tensor count(Tensor from, int length) {
        Tensor steps = scan.steps();
        Tensor legal = steps.atLeast(0).and(steps.atMost(scan.length()));
        return Functions.where(legal, steps.minus(from).max(0).min(length), steps);
    }

    /** [count · n, …] as [count, n, …]. */
    private static Tensor split(Tensor t, int count, int n) {
        int[] tail = t.shape().tail().dims();
        int[] dims = new int[tail.length + 2];
        dims[0] = count;
        dims[1] = n;
        System.arraycopy(tail, 0, dims, 2, tail.length);
        return t.reshape(dims);
    }
}
