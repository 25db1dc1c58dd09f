package dev.rondo.contract;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.stack;

import dev.rondo.array.Shape;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Operations that move elements and compute nothing, alone and in sequence. */
final class FormCases {
    private static final int[] DIMS = {2, 3, 5, 7};

    private FormCases() {}

    static List<OperationCase> all() {
        return List.of(
                OperationCase.exact("transpose", FormCases::transpose),
                OperationCase.exact("reshape", FormCases::reshape),
                OperationCase.exact("broadcast", FormCases::broadcast),
                OperationCase.exact("slice", FormCases::slice),
                OperationCase.exact("concat", FormCases::concatenate),
                OperationCase.exact("pad", FormCases::pad),
                OperationCase.exact("iota", FormCases::iota),
                OperationCase.exact("stop-gradient", d -> each(d, Tensor::stopGradient)));
    }

    private interface Form {
        Tensor apply(Tensor x);
    }

    /**
     * An operation of form on floats, integers and truth values. The results are returned, and also
     * used in a computation.
     */
    private static void each(Drawing d, Form form) {
        Tensor x = form.apply(d.floats(DIMS));
        d.output(x);
        d.output(x.negated());
        Tensor i = form.apply(d.integers(-99, 99, DIMS));
        d.output(i);
        d.output(i.negated());
        Tensor b = form.apply(d.truths(DIMS));
        d.output(b);
        d.output(b.not());
        d.output(form.apply(d.floats(DIMS).negated()));
    }

    static List<int[]> permutations(int n) {
        List<int[]> all = new ArrayList<>();
        permute(new int[n], new boolean[n], 0, all);
        return all;
    }

    private static void permute(int[] p, boolean[] used, int at, List<int[]> all) {
        if (at == p.length) {
            all.add(p.clone());
            return;
        }
        for (int i = 0; i < p.length; i++) {
            if (!used[i]) {
                used[i] = true;
                p[at] = i;
                permute(p, used, at + 1, all);
                used[i] = false;
            }
        }
    }

    private static void transpose(Drawing d) {
        Tensor x = d.floats(DIMS);
        for (int[] p : permutations(4)) {
            d.output(x.transpose(p));
            d.output(x.negated().transpose(p).negated());
        }
        each(d, t -> t.transpose(2, 0, 3, 1));
        each(d, t -> t.transpose(2, 0, 3, 1).transpose(3, 2, 0, 1));
    }

    private static void reshape(Drawing d) {
        int[][] shapes = {
            {210}, {1, 210}, {210, 1}, {6, 35}, {35, 6}, {2, 105}, {7, 5, 3, 2}, {2, 1, 3, 1, 35}
        };
        for (int[] shape : shapes) {
            each(d, t -> t.reshape(shape));
            for (int[] p : permutations(4)) {
                d.output(d.floats(DIMS).transpose(p).reshape(shape));
            }
            d.output(
                    d.floats(3, 5, 5, 9)
                            .slice(0, 1, 3)
                            .slice(1, 0, 3)
                            .slice(3, 2, 9)
                            .reshape(shape));
        }
        d.output(d.floats(4, 6).slice(1, 1, 4).reshape(2, 2, 3));
        d.output(d.floats(4, 6).slice(1, 1, 4).reshape(12));
        d.output(d.floats(3).broadcastTo(Shape.of(2, 3)).reshape(6));
        d.output(d.floats(2, 1).broadcastTo(Shape.of(2, 3)).reshape(6));
        d.output(d.floats(1).broadcastTo(Shape.of(2, 3)).reshape(3, 2));
        d.output(d.floats(1, 1).reshape());
        d.output(d.floats().reshape(1, 1));
        d.output(d.floats(3, 5).expand(0).expand(-1).expand(2));
    }

    private static void broadcast(Drawing d) {
        Shape full = Shape.of(DIMS);
        for (int mask = 0; mask < 16; mask++) {
            int[] dims = DIMS.clone();
            for (int i = 0; i < 4; i++) {
                dims[i] = (mask >> i & 1) == 1 ? 1 : dims[i];
            }
            d.output(d.floats(dims).broadcastTo(full));
            d.output(d.integers(-9, 9, dims).broadcastTo(full).negated());
            d.output(d.truths(dims).broadcastTo(full).not());
        }
        d.output(d.floats().broadcastTo(full));
        d.output(d.floats(5, 1).broadcastTo(full));
        d.output(d.floats(1).broadcastTo(Shape.of(702)).negated());
        d.output(d.floats(5, 3).transpose().expand(-1).broadcastTo(Shape.of(2, 3, 5, 7)));
    }

    private static void slice(Drawing d) {
        each(d, t -> t.slice(0, 1, 2));
        each(d, t -> t.slice(1, 1, 3).slice(2, 2, 4).slice(3, 0, 5));
        each(d, t -> t.at(0, 1).at(0, -1));
        each(d, t -> t.at(3, 6));
        each(d, t -> t.transpose(3, 1, 0, 2).slice(0, 2, 5).slice(3, 1, 2));
        each(d, t -> t.slice(3, 2, 3).broadcastTo(Shape.of(2, 3, 5, 4)));
        for (int n : Sizes.AWKWARD) {
            Tensor x = d.floats(n);
            d.output(x.slice(0, n / 3, n));
            d.output(x.slice(0, n / 3, n).negated());
        }
        for (Tensor part : d.floats(6, 10).split(1, 5)) {
            d.output(part);
        }
    }

    private static void concatenate(Drawing d) {
        for (int axis = 0; axis < 4; axis++) {
            int a = axis;
            each(d, t -> concat(a, t, t.slice(a, 1, 2), t));
            each(d, t -> concat(a, t.transpose(3, 2, 1, 0), t.transpose(3, 2, 1, 0)));
            each(d, t -> concat(a - 4, t.slice(0, 0, 1), t.slice(0, 1, 2)));
        }
        each(d, t -> stack(-1, List.of(t, t)));
        each(d, t -> stack(1, List.of(t, t, t)));
        for (int n : Sizes.AWKWARD) {
            d.output(concat(0, d.floats(n), d.floats(1), d.floats(n)));
        }
        d.output(concat(0, d.floats(1).broadcastTo(Shape.of(5)), d.floats(5, 3).at(1, 2)));
    }

    private static void pad(Drawing d) {
        for (int axis = 0; axis < 4; axis++) {
            int a = axis;
            each(d, t -> t.pad(a, 1, 2));
            each(d, t -> t.pad(a, 0, 3));
            each(d, t -> t.pad(a, 2, 0).pad((a + 1) % 4, 1, 0));
            each(d, t -> t.transpose(1, 3, 0, 2).pad(a, 1, 1));
        }
        each(
                d,
                t ->
                        t.graph()
                                .add(
                                        new Op.Pad(List.of(1, 0, 2, 3), List.of(0, 0, 1, 2)),
                                        List.of(t))
                                .output());
        for (int n : Sizes.AWKWARD) {
            d.output(d.floats(n).pad(0, 3, 2));
        }
    }

    private static void iota(Drawing d) {
        for (int axis = 0; axis < 4; axis++) {
            Tensor i = d.graph().iota(Shape.of(DIMS), axis);
            d.output(i);
            d.output(i.negated());
        }
        for (int n : Sizes.AWKWARD) {
            d.output(d.graph().iota(Shape.of(n), 0));
        }
        d.output(d.graph().iota(Shape.of(3, 1), 0).broadcastTo(Shape.of(3, 5)));
    }
}
