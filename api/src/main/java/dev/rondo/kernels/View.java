package dev.rondo.kernels;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.Arrays;

/**
 * A window on a {@link Storage}: element (i₀, i₁, …) lies at {@code offset() + Σ i·stride}, in
 * elements. A stride of 0 repeats one element along its axis. Transposing, slicing and broadcasting
 * are views and copy nothing.
 */
public final class View {
    private final Storage storage;
    private final int shift;
    private final int[] dims;
    private final int[] strides;

    /** A window that starts {@code shift} elements into the storage. */
    public View(Storage storage, int shift, int[] dims, int[] strides) {
        this.storage = storage;
        this.shift = shift;
        this.dims = dims;
        this.strides = strides;
    }

    /** The whole of a storage, row-major. */
    public static View contiguous(Storage storage, Shape shape) {
        return new View(storage, 0, shape.dims(), shape.strides());
    }

    /** Where the numbers lie. */
    public Storage storage() {
        return storage;
    }

    /** Type of the elements. */
    public DType dtype() {
        return storage.dtype();
    }

    /** Number of axes. */
    public int rank() {
        return dims.length;
    }

    /** Extent of an axis. */
    public int dim(int axis) {
        return dims[axis];
    }

    /** Stride of an axis, in elements. */
    public int stride(int axis) {
        return strides[axis];
    }

    /** Elements between the storage's base and this view's first element. */
    public int shift() {
        return shift;
    }

    /** Number of elements that the view shows. */
    public int size() {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }

    /** Extents as a shape. */
    public Shape shape() {
        return Shape.of(dims);
    }

    /** A copy of the strides. */
    public int[] strides() {
        return strides.clone();
    }

    /** Whether the elements lie row-major without gaps. */
    public boolean isContiguous() {
        int n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            if (dims[i] != 1 && strides[i] != n) {
                return false;
            }
            n *= dims[i];
        }
        return true;
    }

    /** Position of the first element in the buffer, as of now. */
    public int offset() {
        return storage.base() + shift;
    }

    /** The buffer, as of now. */
    public Buffer buffer() {
        return storage.buffer();
    }

    /** The floats, as of now. */
    public float[] f32() {
        return ((Buffer.F32) storage.buffer()).values();
    }

    /** The doubles, as of now. */
    public double[] f64() {
        return ((Buffer.F64) storage.buffer()).values();
    }

    /** The integers, as of now. */
    public int[] i32() {
        return ((Buffer.I32) storage.buffer()).values();
    }

    /** The truth values (0 or 1), as of now. */
    public byte[] bool() {
        return ((Buffer.Bool) storage.buffer()).values();
    }

    @Override
    public String toString() {
        return dtype() + Arrays.toString(dims) + " strides " + Arrays.toString(strides);
    }
}
