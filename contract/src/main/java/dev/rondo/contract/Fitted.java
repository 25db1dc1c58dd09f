package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.graph.Tensor;

/** Any tensor in any shape. Nothing is drawn here, and values stay within their bounds. */
final class Fitted {
    private Fitted() {}

    /** Takes the mean over surplus axes. */
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

    /** Takes the largest over surplus axes, because a mean is not an integer. */
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

    /** Takes the first along surplus axes. */
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

    /** Cuts each extent, repeats it, or fills it up with zeros. */
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
