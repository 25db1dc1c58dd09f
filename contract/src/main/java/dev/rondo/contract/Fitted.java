package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.graph.Tensor;

/** Any tensor as any shape: nothing is drawn here, and values stay within their bounds. */
final class Fitted {
    private Fitted() {}

    /** Axes too many are averaged. */
    static Tensor floats(Tensor x, Shape to) {
        Tensor t = x;
        while (t.rank() > to.rank()) {
            t = t.mean(0);
        }
        while (t.rank() < to.rank()) {
            t = t.expand(0);
        }
        return extents(t, to);
    }

    /** Of axes too many the largest is taken, for a mean is no integer. */
    static Tensor integers(Tensor x, Shape to) {
        Tensor t = x;
        while (t.rank() > to.rank()) {
            t = t.largest(0);
        }
        while (t.rank() < to.rank()) {
            t = t.expand(0);
        }
        return extents(t, to);
    }

    /** Of axes too many the first is taken. */
    static Tensor truths(Tensor x, Shape to) {
        Tensor t = x;
        while (t.rank() > to.rank()) {
            t = t.at(0, 0);
        }
        while (t.rank() < to.rank()) {
            t = t.expand(0);
        }
        return extents(t, to);
    }

    /** Each extent is cut, repeated or filled up with zeros. */
    private static Tensor extents(Tensor x, Shape to) {
        Tensor t = x;
        for (int a = 0; a < to.rank(); a++) {
            int want = to.dim(a);
            int have = t.dim(a);
            if (have > want) {
                t = t.slice(a, have - want, have);
            } else if (have == 1 && want > 1) {
                t = t.broadcastTo(t.shape().with(a, want));
            } else if (have < want) {
                t = t.pad(a, 0, want - have);
            }
        }
        return t;
    }
}
