package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

/** The corner of an array: the first places along each axis, such as the first steps and rows. */
final class Corners {
    private Corners() {}

    /**
     * The corner alone, or the array itself if the corner is all of it.
     *
     * @param shape shape of the corner, along no axis larger than the array's
     * @param dtype type of the result
     */
    static Array cut(Array a, Shape shape, DType dtype) {
        if (a.shape().equals(shape)) {
            return a.dtype() == dtype ? a : a.cast(dtype);
        }
        Array corner = Array.zeros(dtype, shape);
        copy(a, corner, shape);
        return corner;
    }

    /** The array with zeros outside the corner, or the array itself if the corner is all of it. */
    static Array keep(Array a, Shape shape) {
        if (a.shape().equals(shape)) {
            return a;
        }
        Array kept = Array.zeros(a.dtype(), a.shape());
        copy(a, kept, shape);
        return kept;
    }

    /** Copies the elements of the corner. Both arrays contain it, each with its own strides. */
    private static void copy(Array from, Array to, Shape corner) {
        int[] fromStrides = from.shape().strides();
        int[] toStrides = to.shape().strides();
        int[] at = new int[corner.rank()];
        for (long n = corner.size(); n > 0; n--) {
            int f = 0;
            int t = 0;
            for (int i = 0; i < at.length; i++) {
                f += at[i] * fromStrides[i];
                t += at[i] * toStrides[i];
            }
            to.set(t, from.get(f));
            for (int i = at.length - 1; i >= 0 && ++at[i] == corner.dim(i); i--) {
                at[i] = 0;
            }
        }
    }
}
