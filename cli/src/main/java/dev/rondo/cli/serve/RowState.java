package dev.rondo.cli.serve;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The recurrent state of one row of a batch.
 *
 * @param parts the state's tensors by name, F32 [1, …]
 */
record RowState(Map<String, Array> parts) {
    /** One that may be written to. */
    RowState copy() {
        Map<String, Array> copies = new LinkedHashMap<>();
        parts.forEach((name, value) -> copies.put(name, value.copy()));
        return new RowState(copies);
    }

    /** Zeroed tensors of as many rows. */
    Map<String, Array> of(int rows) {
        Map<String, Array> wide = new LinkedHashMap<>();
        parts.forEach(
                (name, value) -> {
                    int[] dims = value.shape().dims();
                    dims[0] = rows;
                    wide.put(name, Array.zeros(DType.F32, Shape.of(dims)));
                });
        return wide;
    }

    /** Writes it into a row of a batch. */
    void write(Map<String, Array> batch, int row) {
        parts.forEach(
                (name, value) -> {
                    int n = value.size();
                    System.arraycopy(value.f32(), 0, batch.get(name).f32(), row * n, n);
                });
    }

    /** Takes a row of a batch. */
    void read(Map<String, Array> batch, int row) {
        parts.forEach(
                (name, value) -> {
                    int n = value.size();
                    System.arraycopy(batch.get(name).f32(), row * n, value.f32(), 0, n);
                });
    }
}
