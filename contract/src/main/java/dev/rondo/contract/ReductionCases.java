package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Sums and largest elements over every subset of axes. */
final class ReductionCases {
    private static final int[] DIMS = {3, 5, 7, 2};

    private ReductionCases() {}

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        cases.add(OperationCase.summed("sum", 210, d -> subsets(d, Tensor::sum)));
        cases.add(OperationCase.exact("largest", d -> subsets(d, Tensor::largest)));
        cases.add(OperationCase.summed("sum, long", 4098, d -> lengths(d, Tensor::sum)));
        cases.add(OperationCase.exact("largest, long", d -> lengths(d, Tensor::largest)));
        cases.add(OperationCase.exact("reduce integers and special numbers", d -> special(d)));
        cases.add(OperationCase.summed("mean", 210, d -> subsets(d, floatsOnly(Tensor::mean))));
        return cases;
    }

    private interface Reduction {
        Tensor apply(Tensor x, int... axes);
    }

    private static Reduction floatsOnly(Reduction r) {
        return (x, axes) -> x.dtype().isFloat() ? r.apply(x, axes) : x;
    }

    private static int[] axes(int mask) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if ((mask >> i & 1) == 1) {
                axes.add(i);
            }
        }
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void subsets(Drawing d, Reduction r) {
        Tensor x = d.floats(DIMS);
        Tensor integers = d.integers(-99, 99, DIMS);
        Tensor transposed = d.floats(2, 7, 3, 5).transpose(2, 3, 1, 0);
        Tensor sliced = d.floats(3, 6, 9, 4).slice(1, 1, 6).slice(2, 1, 8).slice(3, 2, 4);
        Tensor repeated = d.floats(5, 1, 2).broadcastTo(Shape.of(DIMS));
        for (int mask = 1; mask < 16; mask++) {
            for (Tensor t : List.of(x, transposed, sliced, repeated, integers)) {
                Tensor y = r.apply(t, axes(mask));
                d.output(y);
            }
        }
        d.output(r.apply(d.floats(DIMS).negated(), -1));
        d.output(r.apply(d.floats()));
        d.output(r.apply(d.floats(1, 1), 0));
    }

    private static void lengths(Drawing d, Reduction r) {
        for (int n : Sizes.AWKWARD) {
            d.output(r.apply(d.floats(n)));
            d.output(r.apply(d.floats(3, n), 1));
            d.output(r.apply(d.floats(n, 3), 0));
            d.output(r.apply(d.floats(n, 3), 1));
            d.output(r.apply(d.floats(3, n), 0));
            d.output(r.apply(d.floats(2, n, 3), 1));
            d.output(r.apply(d.floats(2, n, 3), 0, 2));
            d.output(r.apply(d.floats(n, 3).transpose(), 1));
            d.output(r.apply(d.floats(1).broadcastTo(Shape.of(n))));
        }
    }

    private static void special(Drawing d) {
        int max = Integer.MAX_VALUE;
        int min = Integer.MIN_VALUE;
        d.output(d.given(Array.of(new int[] {max, max, 3, max, min, min}, 2, 3)).sum(1));
        d.output(d.given(Array.of(new int[] {min, min, min, -5, max, 3}, 2, 3)).largest(1));
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;
        for (double[] v :
                new double[][] {
                    {-inf, -inf}, {nan, 1, 2}, {1, 2, nan}, {inf, -inf, 3}, {-3, -2, -7, -inf}
                }) {
            d.output(d.given(Array.of(v)).largest());
            double[] wide = new double[37];
            java.util.Arrays.fill(wide, -5);
            System.arraycopy(v, 0, wide, 30, v.length);
            d.output(d.given(Array.of(wide)).largest());
        }
        d.output(d.given(Array.of(new double[] {1, inf, -inf})).sum());
        d.output(d.given(Array.of(new double[] {1, inf, 5})).sum());
        d.output(d.given(Array.of(new double[] {1, nan, 5})).sum());
    }
}
