package dev.rondo.benchmarks;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.SplittableRandom;

/** Operands with random numbers in [−1, 1). */
final class Views {
    private Views() {}

    /** A contiguous one. */
    static View of(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        Storage s = filled(dtype, Math.toIntExact(shape.size()));
        return View.contiguous(s, shape);
    }

    /** Matrices [b, m, n] that lie in memory row by row, or column by column. */
    static View matrices(DType dtype, int b, int m, int n, boolean byColumns) {
        int[] strides = byColumns ? new int[] {m * n, 1, m} : new int[] {m * n, n, 1};
        return new View(filled(dtype, b * m * n), 0, new int[] {b, m, n}, strides);
    }

    private static Storage filled(DType dtype, int size) {
        Buffer buffer = Buffer.allocate(dtype, size);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < size; i++) {
            buffer.set(i, random.nextDouble() * 2 - 1);
        }
        Storage s = new Storage(dtype);
        s.place(buffer, 0);
        return s;
    }
}
