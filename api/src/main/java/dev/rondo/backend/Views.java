package dev.rondo.backend;

import dev.rondo.array.Shape;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic of views: what an operation of form does to extents and strides. */
public final class Views {
    private Views() {}

    /** The view repeated to a larger shape, aligned at the last axis. */
    public static View broadcast(View x, Shape shape) {
        int[] strides = new int[shape.rank()];
        int extra = shape.rank() - x.rank();
        for (int i = extra; i < strides.length; i++) {
            strides[i] = x.dim(i - extra) == 1 ? 0 : x.stride(i - extra);
        }
        return new View(x.storage(), x.shift(), shape.dims(), strides);
    }

    /** The view with its axes in another order. */
    public static View transpose(View x, List<Integer> permutation) {
        int[] dims = new int[x.rank()];
        int[] strides = new int[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = x.dim(permutation.get(i));
            strides[i] = x.stride(permutation.get(i));
        }
        return new View(x.storage(), x.shift(), dims, strides);
    }

    /** A window of the view. */
    public static View slice(View x, List<Integer> starts, List<Integer> sizes) {
        int shift = x.shift();
        int[] dims = new int[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = sizes.get(i);
            shift += starts.get(i) * x.stride(i);
        }
        return new View(x.storage(), shift, dims, x.strides());
    }

    /** Some of the extent of one axis. */
    public static View window(View x, int axis, int from, int count) {
        int[] dims = x.shape().dims();
        dims[axis] = count;
        return new View(x.storage(), x.shift() + from * x.stride(axis), dims, x.strides());
    }

    /** A view of the same elements in row-major order, or null when only a copy can give it. */
    public static View reshape(View x, Shape shape) {
        if (shape.size() == 0) {
            return new View(x.storage(), x.shift(), shape.dims(), shape.strides());
        }
        List<int[]> runs = new ArrayList<>(); // {extent, stride} of x, merged
        for (int i = 0; i < x.rank(); i++) {
            if (x.dim(i) == 1) {
                continue;
            }
            int[] last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last[1] == x.stride(i) * x.dim(i)) {
                last[0] *= x.dim(i);
                last[1] = x.stride(i);
            } else {
                runs.add(new int[] {x.dim(i), x.stride(i)});
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
        return new View(x.storage(), x.shift(), dims, strides);
    }

    /**
     * The views over fewer axes: adjacent axes that all of them walk without a gap are merged.
     * Their rank is at least 1.
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

    /** A view of some axes only. */
    public static View axes(View x, List<Integer> axes) {
        return new View(
                x.storage(),
                x.shift(),
                axes.stream().mapToInt(x::dim).toArray(),
                axes.stream().mapToInt(x::stride).toArray());
    }

    /** A view with the axes of both, which show one storage. */
    public static View join(View a, View b) {
        return new View(
                a.storage(),
                a.shift(),
                IntStream.concat(
                                IntStream.range(0, a.rank()).map(a::dim),
                                IntStream.range(0, b.rank()).map(b::dim))
                        .toArray(),
                IntStream.concat(
                                IntStream.range(0, a.rank()).map(a::stride),
                                IntStream.range(0, b.rank()).map(b::stride))
                        .toArray());
    }

    /** A matrix or batch of matrices as a batch. */
    public static View batch(View x) {
        if (x.rank() == 3) {
            return x;
        }
        return new View(
                x.storage(),
                x.shift(),
                new int[] {1, x.dim(0), x.dim(1)},
                new int[] {0, x.stride(0), x.stride(1)});
    }

    /** Whether a kernel can multiply this batch of matrices as it lies. */
    public static boolean multiplies(View x) {
        return x.stride(2) == 1 || x.dim(2) == 1 || x.stride(1) == 1 || x.dim(1) == 1;
    }
}
