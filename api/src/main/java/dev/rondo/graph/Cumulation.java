package dev.rondo.graph;

import static dev.rondo.graph.Functions.concat;

import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums along an axis. Along the last axis, sums of 1, 2, 4, 8, … elements are added up to sums of
 * twice as many (Hillis and Steele, "Data parallel algorithms", CACM 29, 1986): log₂ n operations
 * on all elements. Along another axis a loop adds all that lies at one position to all at the next.
 * It reads each element once, and elements that lie side by side; along the last axis they would
 * lie apart.
 */
final class Cumulation {
    private Cumulation() {}

    /** See {@link Functions#cumulativeSum(Tensor, int, boolean, boolean)}. */
    static Tensor sum(Tensor x, int axis, boolean exclusive, boolean reverse) {
        if (x.dtype() == DType.BOOL) {
            throw new TraceException(
                    "cumulativeSum needs numbers; cast(I32) first; got " + x.type());
        }
        int a = x.axis(axis);
        return a == x.rank() - 1
                ? doubling(x, a, exclusive, reverse)
                : loop(x, a, exclusive, reverse);
    }

    private static Tensor doubling(Tensor x, int axis, boolean exclusive, boolean reverse) {
        int n = x.dim(axis);
        Tensor y = x;
        for (int k = 1; k < n; k *= 2) {
            Tensor low = y.slice(axis, 0, n - k);
            Tensor high = y.slice(axis, k, n);
            Tensor both = low.plus(high);
            y =
                    reverse
                            ? concat(axis, both, y.slice(axis, n - k, n))
                            : concat(axis, y.slice(axis, 0, k), both);
        }
        if (!exclusive || n == 0) {
            return y;
        }
        return reverse
                ? y.slice(axis, 1, n).pad(axis, 0, 1)
                : y.slice(axis, 0, n - 1).pad(axis, 1, 0);
    }

    private static Tensor loop(Tensor x, int axis, boolean exclusive, boolean reverse) {
        Tensor rows = x.transpose(front(x.rank(), axis));
        Type row = new Type(x.dtype(), x.shape().without(axis));
        Scan.Result sums =
                Scan.over(x.dim(axis))
                        .carrying(x.graph().zeros(row))
                        .reading(rows)
                        .reversed(reverse)
                        .run(
                                (carry, in) -> {
                                    Tensor before = carry.getFirst();
                                    Tensor now = before.plus(in.getFirst());
                                    Tensor out = exclusive ? before : now;
                                    return new Scan.Step(List.of(now), List.of(out));
                                });
        return sums.outputs().getFirst().transpose(back(x.rank(), axis));
    }

    /** The permutation that brings an axis to the front. */
    private static int[] front(int rank, int axis) {
        return IntStream.concat(IntStream.of(axis), IntStream.range(0, rank).filter(i -> i != axis))
                .toArray();
    }

    /** The permutation that brings the first axis to a place. */
    private static int[] back(int rank, int axis) {
        List<Integer> order = new ArrayList<>(IntStream.range(1, rank).boxed().toList());
        order.add(axis, 0);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
