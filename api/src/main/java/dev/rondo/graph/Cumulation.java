package dev.rondo.graph;

import dev.rondo.array.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sums along an axis, as a loop over it: each step adds all that lies at one position. */
final class Cumulation {
    private Cumulation() {}

    /** See {@link Functions#cumulativeSum(Tensor, int, boolean, boolean)}. */
    static Tensor sum(Tensor x, int axis, boolean exclusive, boolean reverse) {
        if (x.dtype() == DType.BOOL) {
            throw new TraceException(
                    "cumulativeSum needs numbers; cast(I32) first; got " + x.type());
        }
        int a = x.axis(axis);
        Tensor rows = x.transpose(front(x.rank(), a));
        Type row = new Type(x.dtype(), x.shape().without(a));
        Scan.Result sums =
                Scan.over(x.dim(a))
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
        return sums.outputs().getFirst().transpose(back(x.rank(), a));
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
