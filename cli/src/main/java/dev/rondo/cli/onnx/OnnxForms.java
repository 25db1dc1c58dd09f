package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that give the same elements in another form, and those that give forms. */
final class OnnxForms {
    static final Map<String, OnnxOperators.Operator> OPERATORS = operators();

    private OnnxForms() {}

    private static Map<String, OnnxOperators.Operator> operators() {
        Map<String, OnnxOperators.Operator> m = new TreeMap<>();
        m.put("Transpose", OnnxForms::transposed);
        m.put("Reshape", c -> reshaped(c, target(c)));
        m.put("Squeeze", OnnxForms::squeezed);
        m.put("Unsqueeze", OnnxForms::unsqueezed);
        m.put("Flatten", OnnxForms::flattened);
        m.put("Concat", OnnxForms::joined);
        m.put("Slice", OnnxForms::sliced);
        m.put("Split", OnnxForms::split);
        m.put("Expand", OnnxForms::expanded);
        m.put("Tile", OnnxForms::tiled);
        m.put("Pad", OnnxForms::padded);
        m.put("Gather", OnnxForms::gathered);
        m.put("Shape", OnnxForms::shape);
        m.put("Size", c -> c.gives(new long[] {shapeOf(c, 0).size()}));
        m.put("ConstantOfShape", OnnxForms::filled);
        m.put("Range", OnnxForms::range);
        return m;
    }

    private static Shape shapeOf(OnnxCall c, int i) {
        return c.known(i).map(WholeNumbers::shape).orElseGet(() -> c.tensor(i).shape());
    }

    private static List<OnnxValue> reshaped(OnnxCall c, Shape to) {
        return c.known(0)
                .map(w -> c.gives(w.reshaped(to)))
                .orElseGet(() -> c.gives(c.tensor(0).reshape(to)));
    }

    private static List<OnnxValue> transposed(OnnxCall c) {
        Tensor x = c.tensor(0);
        int[] backwards = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray();
        int[] axes =
                c.node()
                        .wholes("perm")
                        .map(p -> Arrays.stream(p).mapToInt(Math::toIntExact).toArray())
                        .orElse(backwards);
        return c.gives(x.transpose(axes));
    }

    private static Shape target(OnnxCall c) {
        Shape from = shapeOf(c, 0);
        long[] dims = c.wholes("shape", 1).orElseThrow();
        boolean zeros = c.node().whole("allowzero", 0) == 1;
        int[] to = new int[dims.length];
        long size = 1;
        int open = -1;
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.toIntExact(dims[i] == 0 && !zeros ? from.dim(i) : dims[i]);
            open = to[i] == -1 ? i : open;
            size *= to[i] == -1 ? 1 : to[i];
        }
        if (open >= 0) {
            to[open] = Math.toIntExact(size == 0 ? 0 : from.size() / size);
        }
        Shape shape = Shape.of(to);
        if (shape.size() != from.size()) {
            throw c.wrong("cannot give " + from + " the shape " + Arrays.toString(dims));
        }
        return shape;
    }

    private static TreeSet<Integer> axes(long[] given, int rank) {
        TreeSet<Integer> axes = new TreeSet<>();
        for (long a : given) {
            axes.add(OnnxCall.axis(a, rank));
        }
        return axes;
    }

    private static List<OnnxValue> squeezed(OnnxCall c) {
        Shape s = shapeOf(c, 0);
        long[] ones = LongStream.range(0, s.rank()).filter(i -> s.dim((int) i) == 1).toArray();
        Shape to = s;
        for (int axis : axes(c.wholes("axes", 1).orElse(ones), s.rank()).descendingSet()) {
            if (s.dim(axis) != 1) {
                throw c.wrong("removes axis " + axis + " of " + s + ", which has more than 1");
            }
            to = to.without(axis);
        }
        return reshaped(c, to);
    }

    private static List<OnnxValue> unsqueezed(OnnxCall c) {
        long[] given = c.wholes("axes", 1).orElseThrow();
        List<Integer> dims = new ArrayList<>(Arrays.stream(shapeOf(c, 0).dims()).boxed().toList());
        for (int axis : axes(given, dims.size() + given.length)) {
            dims.add(axis, 1);
        }
        return reshaped(c, Shape.of(dims.stream().mapToInt(d -> d).toArray()));
    }

    /** A shape as a matrix whose rows begin at an axis. */
    static Shape matrix(Shape s, long axis) {
        int at = axis == s.rank() ? s.rank() : OnnxCall.axis(axis, s.rank());
        int rows = 1;
        for (int i = 0; i < at; i++) {
            rows *= s.dim(i);
        }
        return Shape.of(rows, rows == 0 ? 0 : Math.toIntExact(s.size() / rows));
    }

    private static List<OnnxValue> flattened(OnnxCall c) {
        return reshaped(c, matrix(shapeOf(c, 0), c.node().whole("axis", 1)));
    }

    private static List<OnnxValue> joined(OnnxCall c) {
        long axis = c.node().whole("axis", 1);
        if (c.allKnown() && shapeOf(c, 0).rank() == 1) {
            LongStream all = LongStream.empty();
            for (int i = 0; i < c.operands().size(); i++) {
                all = LongStream.concat(all, Arrays.stream(c.wholes(i)));
            }
            long[] values = all.toArray();
            return c.gives(values, values.length);
        }
        return c.gives(Functions.concat((int) axis, c.tensors()));
    }

    private static List<OnnxValue> sliced(OnnxCall c) {
        Shape s = shapeOf(c, 0);
        long[] starts = c.wholes("starts", 1).orElseThrow();
        long[] ends = c.wholes("ends", 2).orElseThrow();
        long[] axes = c.wholes("axes", 3).orElse(LongStream.range(0, starts.length).toArray());
        long[] steps = c.has(4) ? c.wholes(4) : new long[0];
        OnnxValue x = c.operands().getFirst();
        for (int i = 0; i < starts.length; i++) {
            int axis = OnnxCall.axis(axes[i], s.rank());
            long step = i < steps.length ? steps[i] : 1;
            int[] positions = positions(starts[i], ends[i], step, s.dim(axis));
            x =
                    switch (x) {
                        case OnnxValue.Known(WholeNumbers w) when s.rank() == 1 ->
                                new OnnxValue.Known(
                                        WholeNumbers.vector(
                                                Arrays.stream(positions)
                                                        .mapToLong(p -> w.values()[p])
                                                        .toArray()));
                        case OnnxValue.Known _ -> throw c.wrong("cuts a table of whole numbers");
                        case OnnxValue.Traced(Tensor t) ->
                                new OnnxValue.Traced(picked(c, t, axis, positions, step));
                    };
        }
        return List.of(x);
    }

    private static int[] positions(long start, long end, long step, int size) {
        long from = start < 0 ? start + size : start;
        long to = end < 0 ? Math.max(end, -size - 1L) + size : end;
        if (step > 0) {
            from = Math.clamp(from, 0, size);
            to = Math.clamp(to, 0, size);
        } else if (step < 0) {
            from = Math.clamp(from, -1, size - 1L);
            to = Math.clamp(to, -1, size - 1L);
        } else {
            throw new IllegalArgumentException("a slice has a step of 0");
        }
        List<Integer> all = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            all.add((int) i);
        }
        return all.stream().mapToInt(i -> i).toArray();
    }

    private static Tensor picked(OnnxCall c, Tensor t, int axis, int[] positions, long step) {
        if (step == 1) {
            int from = positions.length == 0 ? 0 : positions[0];
            return t.slice(axis, from, from + positions.length);
        }
        return rows(t, axis, c.graph().constant(Array.of(positions, positions.length)));
    }

    private static List<OnnxValue> split(OnnxCall c) {
        Tensor x = c.tensor(0);
        int axis = OnnxCall.axis(c.node().whole("axis", 0), x.rank());
        int parts = c.node().outputs().size();
        int each = (x.dim(axis) + parts - 1) / parts;
        long[] sizes =
                c.wholes("split", 1)
                        .orElseGet(
                                () ->
                                        LongStream.range(0, parts)
                                                .map(i -> Math.min(each, x.dim(axis) - i * each))
                                                .toArray());
        List<OnnxValue> results = new ArrayList<>();
        int at = 0;
        for (long size : sizes) {
            int to = Math.toIntExact(at + size);
            results.add(new OnnxValue.Traced(x.slice(axis, at, to)));
            at = to;
        }
        if (at != x.dim(axis)) {
            throw c.wrong("splits " + x.dim(axis) + " into parts of " + Arrays.toString(sizes));
        }
        return results;
    }

    private static Shape shape(long[] dims) {
        return Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
    }

    private static List<OnnxValue> expanded(OnnxCall c) {
        Shape to = OnnxElements.common(shapeOf(c, 0), shape(c.wholes(1)));
        return c.known(0)
                .map(w -> c.gives(w.stretched(to)))
                .orElseGet(() -> c.gives(c.tensor(0).broadcastTo(to)));
    }

    private static List<OnnxValue> tiled(OnnxCall c) {
        Tensor x = c.tensor(0);
        long[] repeats = c.wholes(1);
        for (int axis = 0; axis < repeats.length; axis++) {
            int n = Math.toIntExact(repeats[axis]);
            x = n == 1 ? x : Functions.concat(axis, Collections.nCopies(n, x));
        }
        return c.gives(x);
    }

    private static List<OnnxValue> padded(OnnxCall c) {
        Tensor x = c.tensor(0);
        long[] pads = c.wholes("pads", 1).orElseThrow();
        double value = c.has(2) ? c.number(2) : c.node().number("value", 0);
        if (value != 0) {
            throw c.wrong("pads with " + value + "; only 0 can be imported");
        }
        int n = pads.length / 2;
        long[] axes = c.has(3) ? c.wholes(3) : LongStream.range(0, n).toArray();
        for (int i = 0; i < n; i++) {
            int low = Math.toIntExact(pads[i]);
            int high = Math.toIntExact(pads[i + n]);
            if (low < 0 || high < 0) {
                throw c.wrong("pads by less than 0");
            }
            x = low + high == 0 ? x : x.pad(OnnxCall.axis(axes[i], x.rank()), low, high);
        }
        return c.gives(x);
    }

    private static List<OnnxValue> gathered(OnnxCall c) {
        long axis = c.node().whole("axis", 0);
        if (c.allKnown() && shapeOf(c, 0).rank() == 1) {
            WholeNumbers table = c.known(0).orElseThrow();
            int n = table.values().length;
            return c.gives(
                    c.known(1)
                            .orElseThrow()
                            .map(i -> table.values()[OnnxCall.axis(i, n)])
                            .truths(table.truths()));
        }
        Tensor x = c.tensor(0);
        int at = OnnxCall.axis(axis, x.rank());
        int n = x.dim(at);
        if (c.known(1).isPresent()) {
            WholeNumbers i = c.known(1).get().map(v -> OnnxCall.axis(v, n));
            if (i.shape().rank() == 0) {
                return c.gives(x.at(at, (int) i.values()[0]));
            }
        }
        Tensor i = c.tensor(1);
        return c.gives(rows(x, at, Functions.where(i.lessThan(0), i.plus(n), i)));
    }

    /** Positions of an axis, which the axes of the indices replace. */
    private static Tensor rows(Tensor x, int axis, Tensor indices) {
        if (axis == 0) {
            return x.gather(indices);
        }
        int rank = x.rank();
        int[] front =
                IntStream.range(0, rank).map(i -> i == 0 ? axis : i <= axis ? i - 1 : i).toArray();
        Tensor found = x.transpose(front).gather(indices);
        int k = indices.rank();
        int[] back = new int[found.rank()];
        for (int i = 0; i < back.length; i++) {
            back[i] = i < axis ? k + i : i < axis + k ? i - axis : i;
        }
        return found.transpose(back);
    }

    private static List<OnnxValue> shape(OnnxCall c) {
        Shape s = shapeOf(c, 0);
        int rank = s.rank();
        long start = c.node().whole("start", 0);
        long end = c.node().whole("end", rank);
        int from = (int) Math.clamp(start < 0 ? start + rank : start, 0, rank);
        int to = (int) Math.clamp(end < 0 ? end + rank : end, from, rank);
        long[] dims = Arrays.stream(s.dims()).asLongStream().skip(from).limit(to - from).toArray();
        return c.gives(dims, dims.length);
    }

    private static List<OnnxValue> filled(OnnxCall c) {
        Shape s = shape(c.wholes(0));
        if (c.node().has("value")
                && c.node().attributes().values().get("value") instanceof Long v) {
            return c.gives(WholeNumbers.scalar(v).stretched(s));
        }
        return c.gives(c.graph().full(s, c.node().number("value", 0)));
    }

    private static List<OnnxValue> range(OnnxCall c) {
        long from = c.wholes(0)[0];
        long to = c.wholes(1)[0];
        long step = c.wholes(2)[0];
        if (step == 0) {
            throw c.wrong("counts in steps of 0");
        }
        long n = Math.max(0, Math.ceilDiv(to - from, step));
        long[] all = LongStream.range(0, n).map(i -> from + i * step).toArray();
        return c.gives(all, all.length);
    }
}
