package dev.rondo.backend.simd;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;

/** Views with random numbers, and slow, obvious ways to look at them. */
public final class Samples {
    /** Lengths that fit no vector, one vector, several, and several with a rest. */
    public static final int[] SIZES = {1, 4, 6, 13, 25, 207, 702, 4098};

    private Samples() {}

    /** A view with these extents and strides, somewhere inside a buffer of random numbers. */
    public static View view(DType dtype, long seed, int[] dims, int[] strides) {
        int size = 1;
        for (int i = 0; i < dims.length; i++) {
            size += (dims[i] - 1) * strides[i];
        }
        int before = 3;
        int shift = 2;
        Buffer buffer = Buffer.allocate(dtype, Math.max(0, size) + before + shift);
        Random random = new Random(seed);
        for (int i = 0; i < buffer.size(); i++) {
            buffer.set(
                    i,
                    switch (dtype) {
                        case F32, F64 -> random.nextGaussian();
                        case I32 -> random.nextInt(-20, 20);
                        case BOOL -> random.nextInt(2);
                    });
        }
        Storage storage = new Storage(dtype);
        storage.place(buffer, before);
        return new View(storage, shift, dims, strides);
    }

    /** A row-major view. */
    public static View view(DType dtype, long seed, int... dims) {
        return view(dtype, seed, dims, strides(dims));
    }

    public static int[] strides(int... dims) {
        int[] strides = new int[dims.length];
        int n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = n;
            n *= dims[i];
        }
        return strides;
    }

    /** A row-major view of the same extents and numbers. */
    public static View copy(View x) {
        int[] dims = x.shape().dims();
        View copy = view(x.dtype(), 0, dims);
        double[] values = read(x);
        for (int i = 0; i < values.length; i++) {
            copy.buffer().set(copy.offset() + i, values[i]);
        }
        return copy;
    }

    /** The position in the buffer of the element with this row-major number. */
    public static int position(View x, int index) {
        int at = x.offset();
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            at += index % x.dim(axis) * x.stride(axis);
            index /= x.dim(axis);
        }
        return at;
    }

    public static double get(View x, int index) {
        return x.buffer().get(position(x, index));
    }

    /** Sets all elements to 0. */
    public static void clear(View x) {
        for (int i = 0; i < x.size(); i++) {
            x.buffer().set(position(x, i), 0);
        }
    }

    /** All elements, row-major. */
    public static double[] read(View x) {
        double[] values = new double[x.size()];
        Arrays.setAll(values, i -> get(x, i));
        return values;
    }

    /** Numbers rounded to the type, as a float operation rounds its exact result. */
    public static double[] rounded(DType dtype, double[] values) {
        double[] rounded = new double[values.length];
        // Adding 0 makes 0 of −0, which integers do not know.
        Arrays.setAll(
                rounded,
                i ->
                        switch (dtype) {
                            case F32 -> (float) values[i];
                            case F64 -> values[i];
                            case I32, BOOL -> values[i] + 0.0;
                        });
        return rounded;
    }

    /** The same numbers under kernels of 1, 2 and 3 threads, and without vectors. */
    public static void forThreads(IntConsumer test) {
        ColdStart.begin(Long.MAX_VALUE);
        try {
            test.accept(1);
        } finally {
            ColdStart.begin(0);
        }
        for (int threads = 1; threads <= 3; threads++) {
            test.accept(threads);
        }
    }
}
