package dev.rondo.backend.simd.data;

import dev.rondo.array.Buffer;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

/** Looks up rows of tables. */
public final class Gather {
    private Gather() {}

    /**
     * See {@link dev.rondo.kernels.Kernels#gather}. One thread does it, since one copies as fast as
     * memory.
     */
    public static void run(View table, View indices, View out) {
        checkIndices(indices, table.dim(0));
        int width = out.dim(1);
        int[] index = indices.i32();
        for (int i = 0; i < indices.dim(0); i++) {
            int row = index[indices.offset() + i * indices.stride(0)];
            Buffer.copy(
                    table.buffer(),
                    table.offset() + row * table.stride(0),
                    out.buffer(),
                    out.offset() + i * width,
                    width);
        }
    }

    /**
     * Checks that all indices lie below {@code rows}.
     *
     * @throws IndexOutOfBoundsException that names the index, its position and the number of rows
     */
    public static void checkIndices(View indices, int rows) {
        int[] index = indices.i32();
        for (int i = 0; i < indices.dim(0); i++) {
            int row = index[indices.offset() + i * indices.stride(0)];
            if (row < 0 || row >= rows) {
                throw Kernels.outside(row, i, rows);
            }
        }
    }
}
