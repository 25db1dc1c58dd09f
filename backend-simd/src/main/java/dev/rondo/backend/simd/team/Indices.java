package dev.rondo.backend.simd.team;

import dev.rondo.kernels.View;

/** Arithmetic of positions and shares. */
public final class Indices {
    private Indices() {}

    /** Product of the extents of some axes. */
    public static int size(View x, int from, int to) {
        int n = 1;
        for (int i = from; i < to; i++) {
            n *= x.dim(i);
        }
        return n;
    }

    /** Distance from the first element to the element with this row-major number over some axes. */
    public static int offset(View x, int from, int to, int index) {
        int offset = 0;
        for (int axis = to - 1; axis > from; axis--) {
            int rest = index / x.dim(axis);
            offset += (index - rest * x.dim(axis)) * x.stride(axis);
            index = rest;
        }
        return to > from ? offset + index * x.stride(from) : 0;
    }

    /** Where a part begins when {@code count} things are divided evenly. */
    public static int share(int count, int part, int parts) {
        // most work has one part, and a division takes longer than a small kernel's own arithmetic
        return parts == 1 ? count * part : (int) ((long) count * part / parts);
    }
}
