package dev.rondo.array;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first. A scalar has rank 0 and one element. Immutable.
 *
 * <p>Axes may be given from the end: −1 is the last.
 */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final long size;

    private Shape(int[] dims) {
        this.dims = dims;
        long n = 1;
        for (int d : dims) {
            if (d < 0) {
                throw new IllegalArgumentException(
                        "an extent cannot be negative: " + Arrays.toString(dims));
            }
            long m = n * d;
            if (n != 0 && m / n != d) {
                throw new IllegalArgumentException(
                        "no memory holds a tensor of shape " + Arrays.toString(dims));
            }
            n = m;
        }
        this.size = n;
    }

    /**
     * A shape with these extents.
     *
     * @throws IllegalArgumentException when an extent is negative
     */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** Number of axes. */
    public int rank() {
        return dims.length;
    }

    /**
     * Extent of an axis.
     *
     * @param axis from 0, or from −1 backwards
     * @throws IllegalArgumentException when there is no such axis
     */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /**
     * The axis counted from the front.
     *
     * @throws IllegalArgumentException when there is no such axis
     */
    public int axis(int axis) {
        int a = axis < 0 ? axis + dims.length : axis;
        if (a < 0 || a >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + this);
        }
        return a;
    }

    /** Number of elements. */
    public long size() {
        return size;
    }

    /** A copy of the extents. */
    public int[] dims() {
        return dims.clone();
    }

    /** This shape with one more axis in front. */
    public Shape prepend(int dim) {
        int[] d = new int[dims.length + 1];
        d[0] = dim;
        System.arraycopy(dims, 0, d, 1, dims.length);
        return new Shape(d);
    }

    /** This shape with one more axis at the end. */
    public Shape append(int dim) {
        int[] d = Arrays.copyOf(dims, dims.length + 1);
        d[dims.length] = dim;
        return new Shape(d);
    }

    /** This shape without its first axis. */
    public Shape tail() {
        return without(0);
    }

    /** This shape without an axis. */
    public Shape without(int axis) {
        int a = axis(axis);
        int[] d = new int[dims.length - 1];
        System.arraycopy(dims, 0, d, 0, a);
        System.arraycopy(dims, a + 1, d, a, d.length - a);
        return new Shape(d);
    }

    /** This shape with another extent at an axis. */
    public Shape with(int axis, int dim) {
        int[] d = dims.clone();
        d[axis(axis)] = dim;
        return new Shape(d);
    }

    /** The index along each axis of a row-major position. */
    public int[] index(int position) {
        int[] index = new int[dims.length];
        int rest = position;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
        }
        return index;
    }

    /** Row-major strides, in elements. */
    public int[] strides() {
        int[] s = new int[dims.length];
        int n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            s[i] = n;
            n *= Math.max(1, dims[i]);
        }
        return s;
    }

    /**
     * The common shape of two operands. They are aligned at the last axis; an extent of 1 or a
     * missing axis is stretched.
     *
     * @return the common shape, or null when there is none
     */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] d = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                return null;
            }
            d[rank - i] = x == 1 ? y : x;
        }
        return new Shape(d);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
