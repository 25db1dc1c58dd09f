package dev.rondo.array;

import java.util.Arrays;

/**
 * Numbers on the host, which go into a program and come out of it. They are stored contiguously in
 * row-major order. Values may be changed in place; shape and type may not.
 */
public final class Array {
    private final Shape shape;
    private final Buffer buffer;

    private Array(Shape shape, Buffer buffer) {
        if (shape.size() != buffer.size()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + shape.size() + " values, got " + buffer.size());
        }
        this.shape = shape;
        this.buffer = buffer;
    }

    /**
     * An array of zeros.
     *
     * @throws IllegalArgumentException if it would have more than 2³¹−1 elements
     */
    public static Array zeros(DType dtype, Shape shape) {
        if (shape.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "shape "
                            + shape
                            + " has "
                            + shape.size()
                            + " elements; one array holds at most 2^31-9");
        }
        return new Array(shape, Buffer.allocate(dtype, (int) shape.size()));
    }

    /** Wraps a buffer without copying it. */
    public static Array wrap(Shape shape, Buffer buffer) {
        return new Array(shape, buffer);
    }

    /** Wraps floats without copying them. Without extents the result is a vector. */
    public static Array of(float[] values, int... dims) {
        return new Array(shape(values.length, dims), new Buffer.F32(values));
    }

    /** Wraps doubles without copying them. Without extents the result is a vector. */
    public static Array of(double[] values, int... dims) {
        return new Array(shape(values.length, dims), new Buffer.F64(values));
    }

    /** Wraps integers without copying them. Without extents the result is a vector. */
    public static Array of(int[] values, int... dims) {
        return new Array(shape(values.length, dims), new Buffer.I32(values));
    }

    /** Copies truth values. Without extents the result is a vector. */
    public static Array of(boolean[] values, int... dims) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) (values[i] ? 1 : 0);
        }
        return new Array(shape(values.length, dims), new Buffer.Bool(b));
    }

    /** A scalar. */
    public static Array scalar(DType dtype, double value) {
        Array a = zeros(dtype, Shape.SCALAR);
        a.set(0, value);
        return a;
    }

    private static Shape shape(int length, int[] dims) {
        return dims.length == 0 ? Shape.of(length) : Shape.of(dims);
    }

    /** Extents. */
    public Shape shape() {
        return shape;
    }

    /** Type of the elements. */
    public DType dtype() {
        return buffer.dtype();
    }

    /** The storage itself. */
    public Buffer buffer() {
        return buffer;
    }

    /** Number of elements. */
    public int size() {
        return buffer.size();
    }

    /** Element at a row-major position. */
    public double get(int i) {
        return buffer.get(i);
    }

    /** Sets the element at a row-major position, rounded to the type. */
    public void set(int i, double value) {
        buffer.set(i, value);
    }

    /** The only element of an array of size 1. */
    public double item() {
        if (size() != 1) {
            throw new IllegalStateException("item() needs one element; the shape is " + shape);
        }
        return get(0);
    }

    /** The floats themselves, not a copy; the type must be {@link DType#F32}. */
    public float[] f32() {
        if (buffer instanceof Buffer.F32(var values)) {
            return values;
        }
        throw wrongType(DType.F32);
    }

    /** The doubles themselves, not a copy; the type must be {@link DType#F64}. */
    public double[] f64() {
        if (buffer instanceof Buffer.F64(var values)) {
            return values;
        }
        throw wrongType(DType.F64);
    }

    /** The integers themselves, not a copy; the type must be {@link DType#I32}. */
    public int[] i32() {
        if (buffer instanceof Buffer.I32(var values)) {
            return values;
        }
        throw wrongType(DType.I32);
    }

    private IllegalStateException wrongType(DType wanted) {
        return new IllegalStateException(
                "the array holds "
                        + dtype()
                        + ", not "
                        + wanted
                        + "; cast("
                        + wanted
                        + ") converts");
    }

    /** All elements as doubles, a copy. */
    public double[] toDoubles() {
        double[] d = new double[size()];
        for (int i = 0; i < d.length; i++) {
            d[i] = get(i);
        }
        return d;
    }

    /** An independent copy. */
    public Array copy() {
        Array a = zeros(dtype(), shape);
        a.copyFrom(this);
        return a;
    }

    /** A copy in another type; numbers are rounded as Java's casts do. */
    public Array cast(DType dtype) {
        if (dtype == dtype()) {
            return copy();
        }
        Array a = zeros(dtype, shape);
        for (int i = 0; i < size(); i++) {
            a.set(i, get(i));
        }
        return a;
    }

    /**
     * Overwrites the values with those of another array.
     *
     * @throws IllegalArgumentException when shape or type differ
     */
    public void copyFrom(Array other) {
        if (!shape.equals(other.shape) || dtype() != other.dtype()) {
            throw new IllegalArgumentException(
                    "expected " + dtype() + shape + ", got " + other.dtype() + other.shape);
        }
        Buffer.copy(other.buffer, 0, buffer, 0, size());
    }

    /** The same values under another shape of the same size; storage is shared. */
    public Array reshape(int... dims) {
        return new Array(Shape.of(dims), buffer);
    }

    /** Whether type, shape and every bit of the values are the same. */
    public boolean sameBits(Array other) {
        if (!shape.equals(other.shape)) {
            return false;
        }
        return switch (buffer) {
            case Buffer.F32(var v) ->
                    other.buffer instanceof Buffer.F32(var w) && Arrays.equals(v, w);
            case Buffer.F64(var v) ->
                    other.buffer instanceof Buffer.F64(var w) && Arrays.equals(v, w);
            case Buffer.I32(var v) ->
                    other.buffer instanceof Buffer.I32(var w) && Arrays.equals(v, w);
            case Buffer.Bool(var v) ->
                    other.buffer instanceof Buffer.Bool(var w) && Arrays.equals(v, w);
        };
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(dtype() + shape.toString() + " [");
        for (int i = 0; i < Math.min(size(), 8); i++) {
            s.append(i == 0 ? "" : ", ").append(buffer.text(i));
        }
        return s.append(size() > 8 ? ", …]" : "]").toString();
    }
}
