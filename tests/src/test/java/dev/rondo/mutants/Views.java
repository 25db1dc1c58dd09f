package dev.rondo.mutants;

import dev.rondo.kernels.View;

/** Views as faulty kernels see them, and single elements. */
final class Views {
    private Views() {}

    /** Where element {@code i} of a view, counted row-major, lies in its buffer. */
    static int at(View v, int i) {
        int rest = i;
        int at = v.offset();
        for (int axis = v.rank() - 1; axis >= 0; axis--) {
            at += rest % v.dim(axis) * v.stride(axis);
            rest /= v.dim(axis);
        }
        return at;
    }

    static double get(View v, int i) {
        return v.buffer().get(at(v, i));
    }

    static void set(View v, int i, double value) {
        v.buffer().set(at(v, i), value);
    }

    /** Without its strides: row-major without gaps. */
    static View gapless(View v) {
        return new View(v.storage(), v.shift(), v.shape().dims(), v.shape().strides());
    }

    /** From the beginning of the storage. */
    static View unshifted(View v) {
        return new View(v.storage(), 0, v.shape().dims(), v.strides());
    }

    /** Without the last {@code count} places of an axis. */
    static View shorter(View v, int axis, int count) {
        return v.window(axis, 0, v.dim(axis) - count);
    }

    /** The view with another stride of one axis. */
    static View stride(View v, int axis, int stride) {
        int[] strides = v.strides();
        strides[axis] = stride;
        return new View(v.storage(), v.shift(), v.shape().dims(), strides);
    }

    /** A copy of the elements in memory of its own. */
    static View copy(View v) {
        View c = View.allocate(v.dtype(), v.shape());
        for (int i = 0; i < v.size(); i++) {
            set(c, i, get(v, i));
        }
        return c;
    }

    static void fill(View v, double value) {
        for (int i = 0; i < v.size(); i++) {
            set(v, i, value);
        }
    }
}
