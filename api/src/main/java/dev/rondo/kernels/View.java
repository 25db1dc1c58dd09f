package dev.rondo.kernels;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    /**
     * The whole of a new buffer for a type and shape.
     *
     * @throws dev.rondo.backend.BackendException when there are more elements than an array can
     *     hold
     */
    public static View allocate(DType dtype, Shape shape) {
        Storage s = new Storage(dtype);
        s.place(Buffer.allocate(dtype, Storage.elements(dtype, shape)), 0);
        return contiguous(s, shape);
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

    /** This view repeated to a larger shape. Shapes are aligned at their last axis. */
    public View broadcast(Shape shape) {
        int[] strides = new int[shape.rank()];
        int extra = shape.rank() - rank();
        for (int i = extra; i < strides.length; i++) {
            strides[i] = dim(i - extra) == 1 ? 0 : stride(i - extra);
        }
        return new View(storage, shift, shape.dims(), strides);
    }

    /** This view with its axes in another order. */
    public View transpose(List<Integer> permutation) {
        int[] dims = new int[rank()];
        int[] strides = new int[rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = dim(permutation.get(i));
            strides[i] = stride(permutation.get(i));
        }
        return new View(storage, shift, dims, strides);
    }

    /** A window of this view. */
    public View slice(List<Integer> starts, List<Integer> sizes) {
        int from = shift;
        int[] dims = new int[rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = sizes.get(i);
            from += starts.get(i) * stride(i);
        }
        return new View(storage, from, dims, strides());
    }

    /** A part of one axis: {@code count} places, beginning with {@code from}. */
    public View window(int axis, int from, int count) {
        int[] dims = shape().dims();
        dims[axis] = count;
        return new View(storage, shift + from * stride(axis), dims, strides());
    }

    /**
     * The same elements, in row-major order, as another shape. Null when no view can show them in
     * that shape; then they must be copied.
     */
    public View reshape(Shape shape) {
        if (shape.size() == 0) {
            return new View(storage, shift, shape.dims(), shape.strides());
        }
        List<int[]> runs = new ArrayList<>(); // {extent, stride}, merged
        for (int i = 0; i < rank(); i++) {
            if (dim(i) == 1) {
                continue;
            }
            int[] last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last[1] == stride(i) * dim(i)) {
                last[0] *= dim(i);
                last[1] = stride(i);
            } else {
                runs.add(new int[] {dim(i), stride(i)});
            }
        }
        int[] dims = shape.dims();
        int[] strides = new int[dims.length];
        int r = runs.size() - 1;
        int left = r < 0 ? 1 : runs.get(r)[0];
        int stride = r < 0 ? 1 : runs.get(r)[1];
        for (int i = dims.length - 1; i >= 0; i--) {
            if (dims[i] == 1) {
                strides[i] = stride;
                continue;
            }
            if (left == 1 && r > 0) {
                r--;
                left = runs.get(r)[0];
                stride = runs.get(r)[1];
            }
            if (dims[i] == 0 || left % dims[i] != 0) {
                return null;
            }
            strides[i] = stride;
            stride *= dims[i];
            left /= dims[i];
        }
        return new View(storage, shift, dims, strides);
    }

    /** A view of these axes alone. */
    public View axes(List<Integer> axes) {
        return new View(
                storage,
                shift,
                axes.stream().mapToInt(this::dim).toArray(),
                axes.stream().mapToInt(this::stride).toArray());
    }

    /** A view with the axes of this one followed by those of another view of the same storage. */
    public View join(View inner) {
        return new View(
                storage,
                shift,
                IntStream.concat(
                                IntStream.range(0, rank()).map(this::dim),
                                IntStream.range(0, inner.rank()).map(inner::dim))
                        .toArray(),
                IntStream.concat(
                                IntStream.range(0, rank()).map(this::stride),
                                IntStream.range(0, inner.rank()).map(inner::stride))
                        .toArray());
    }

    /** This matrix, or batch of matrices, as a batch of rank 3. */
    public View batch() {
        if (rank() == 3) {
            return this;
        }
        return new View(
                storage, shift, new int[] {1, dim(0), dim(1)}, new int[] {0, stride(0), stride(1)});
    }

    /** Whether {@link Kernels#matmul} accepts this batch of matrices without a copy. */
    public boolean isMultipliable() {
        return stride(2) == 1 || dim(2) == 1 || stride(1) == 1 || dim(1) == 1;
    }

    /**
     * The same views with fewer axes. Adjacent axes that all of them walk through without a gap are
     * merged. The rank of the results is at least 1.
     */
    public static View[] merge(View... views) {
        List<List<int[]>> runs = new ArrayList<>();
        for (int v = 0; v < views.length; v++) {
            runs.add(new ArrayList<>());
        }
        for (int axis = 0; axis < views[0].rank(); axis++) {
            if (views[0].dim(axis) == 1) {
                continue;
            }
            boolean joins = !runs.getFirst().isEmpty();
            for (int v = 0; joins && v < views.length; v++) {
                joins = runs.get(v).getLast()[1] == views[v].stride(axis) * views[v].dim(axis);
            }
            for (int v = 0; v < views.length; v++) {
                if (joins) {
                    int[] last = runs.get(v).getLast();
                    last[0] *= views[v].dim(axis);
                    last[1] = views[v].stride(axis);
                } else {
                    runs.get(v).add(new int[] {views[v].dim(axis), views[v].stride(axis)});
                }
            }
        }
        View[] out = new View[views.length];
        for (int v = 0; v < views.length; v++) {
            List<int[]> r = runs.get(v);
            if (r.isEmpty()) {
                r.add(new int[] {1, 1});
            }
            out[v] =
                    new View(
                            views[v].storage(),
                            views[v].shift(),
                            r.stream().mapToInt(d -> d[0]).toArray(),
                            r.stream().mapToInt(d -> d[1]).toArray());
        }
        return out;
    }

    /** Position of the first element in the buffer at this moment. */
    public int offset() {
        return storage.base() + shift;
    }

    /** The buffer at this moment. */
    public Buffer buffer() {
        return storage.buffer();
    }

    /** The floats at this moment. */
    public float[] f32() {
        return ((Buffer.F32) storage.buffer()).values();
    }

    /** The doubles at this moment. */
    public double[] f64() {
        return ((Buffer.F64) storage.buffer()).values();
    }

    /** The integers at this moment. */
    public int[] i32() {
        return ((Buffer.I32) storage.buffer()).values();
    }

    /** The truth values (0 or 1) at this moment. */
    public byte[] bool() {
        return ((Buffer.Bool) storage.buffer()).values();
    }

    @Override
    public String toString() {
        return dtype() + Arrays.toString(dims) + " strides " + Arrays.toString(strides);
    }
}
