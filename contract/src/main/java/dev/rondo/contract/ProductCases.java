package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Products of matrices of awkward sizes, with every layout of their operands. */
final class ProductCases {
    private static final int[][] SIZES = {
        {1, 1, 1},
        {1, 4, 6},
        {4, 1, 13},
        {6, 13, 25},
        {13, 25, 4},
        {25, 6, 1},
        {1, 13, 207},
        {207, 6, 13},
        {5, 207, 3},
        {1, 702, 13},
        {13, 702, 1},
        {3, 4098, 2},
        {2, 3, 4098},
        {37, 41, 43},
        {65, 129, 33},
        {17, 31, 97},
        {8, 16, 24},
        {97, 5, 64}
    };

    private ProductCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            String name = "matmul " + s[0] + "x" + s[1] + "x" + s[2];
            cases.add(OperationCase.summed(name, s[1], d -> transposes(d, s[0], s[1], s[2])));
        }
        cases.add(OperationCase.summed("matmul of batches", 13, ProductCases::batches));
        cases.add(OperationCase.summed("matmul of views", 37, ProductCases::views));
        cases.add(OperationCase.summed("matmul of special numbers", 5, ProductCases::special));
        cases.add(OperationCase.summed("matmul in a loop", 37, ProductCases::loops));
        return cases;
    }

    private static void transposes(Drawing d, int m, int k, int n) {
        Tensor a = d.floats(m, k);
        Tensor at = d.floats(k, m).transpose();
        Tensor b = d.floats(k, n);
        Tensor bt = d.floats(n, k).transpose();
        for (Tensor left : List.of(a, at)) {
            for (Tensor right : List.of(b, bt)) {
                d.output(left.matmul(right));
            }
        }
        d.output(a.negated().matmul(b.negated()));
        d.output(a.matmul(b).transpose().negated());
    }

    private static void batches(Drawing d) {
        for (int[] s : new int[][] {{3, 5, 13, 7}, {2, 1, 4, 6}, {7, 6, 1, 2}, {5, 2, 13, 1}}) {
            Tensor a = d.floats(s[0], s[1], s[2]);
            Tensor at = d.floats(s[0], s[2], s[1]).transpose();
            Tensor b = d.floats(s[0], s[2], s[3]);
            Tensor bt = d.floats(s[0], s[3], s[2]).transpose();
            for (Tensor left : List.of(a, at)) {
                for (Tensor right : List.of(b, bt)) {
                    d.output(left.matmul(right));
                }
            }
            Tensor shared = d.floats(s[2], s[3]);
            d.output(a.matmul(shared));
            d.output(at.matmul(shared.negated()));
            d.output(d.floats(s[2]).matmul(shared));
            d.output(d.floats(s[1], s[0], s[2]).transpose(1, 0, 2).matmul(b));
            d.output(a.matmul(shared.broadcastTo(Shape.of(s[0], s[2], s[3]))));
            d.output(d.floats(2, 3, s[1], s[2]).matmul(d.floats(2, 3, s[2], s[3])));
        }
    }

    /** 0 · ∞ is NaN, on either side, and so is ∞ − ∞. */
    private static void special(Drawing d) {
        double inf = Double.POSITIVE_INFINITY;
        double[] numbers = {0, 1, -2, 0, 3, inf, 0, 1, -inf, 2, Double.NaN, 0, 1, 0, -0.0};
        Tensor a = d.given(Array.of(numbers, 3, 5));
        Tensor finite = d.floats(5, 11);
        d.output(a.matmul(finite));
        d.output(a.matmul(a.transpose()));
        d.output(finite.transpose().matmul(a.transpose()));
        d.output(d.floats(17, 3).matmul(a));
        d.output(d.graph().zeros(17, 3).matmul(a));
        d.output(a.matmul(d.graph().zeros(5, 11)));
    }

    private static void views(Drawing d) {
        int m = 11;
        int k = 37;
        int n = 23;
        List<Tensor> left =
                List.of(
                        d.floats(m + 4, k + 6).slice(0, 1, m + 1).slice(1, 3, k + 3),
                        d.floats(k, m, 3).at(2, 1).transpose(),
                        d.floats(k).broadcastTo(Shape.of(m, k)),
                        d.floats(m, 1).broadcastTo(Shape.of(m, k)),
                        d.floats().broadcastTo(Shape.of(m, k)),
                        d.floats(m, k, 2).at(2, 0));
        List<Tensor> right =
                List.of(
                        d.floats(k + 4, n + 6).slice(0, 1, k + 1).slice(1, 3, n + 3),
                        d.floats(n + 2, k + 2).slice(0, 1, n + 1).slice(1, 1, k + 1).transpose(),
                        d.floats(n).broadcastTo(Shape.of(k, n)),
                        d.floats(k, 1).broadcastTo(Shape.of(k, n)),
                        d.floats().broadcastTo(Shape.of(k, n)),
                        d.floats(k, n, 2).at(2, 1));
        for (Tensor a : left) {
            for (Tensor b : right) {
                d.output(a.matmul(b));
            }
        }
        Tensor x = d.floats(m, k);
        d.output(x.matmul(x.transpose()));
    }

    /**
     * The right operand is either captured, so that it may be packed, or changes from step to step.
     */
    private static void loops(Drawing d) {
        for (int[] s : new int[][] {{5, 37, 41}, {1, 13, 7}, {17, 31, 97}, {64, 37, 24}}) {
            Tensor xs = d.floats(3, s[0], s[1]);
            Tensor w = d.floats(s[1], s[2]);
            Tensor wt = d.floats(s[2], s[1]);
            Tensor vs = d.floats(3, s[1], s[2]);
            Tensor h = d.floats(s[0], s[1]);
            Scan.Result r =
                    Scan.over(3)
                            .carrying(h)
                            .reading(xs, vs)
                            .run(
                                    (c, in) -> {
                                        Tensor x = in.get(0).plus(c.get(0));
                                        return new Scan.Step(
                                                List.of(c.get(0).times(0.5).plus(in.get(0))),
                                                List.of(
                                                        x.matmul(w),
                                                        x.matmul(wt.transpose()),
                                                        x.matmul(in.get(1)),
                                                        in.get(0).matmul(w),
                                                        w.transpose().matmul(x.transpose())));
                                    });
            r.outputs().forEach(t -> d.output(t));
        }
    }
}
