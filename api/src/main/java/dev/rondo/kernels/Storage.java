package dev.rondo.kernels;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendException;

import java.util.Locale;

/**
 * Where a value lies: a buffer and the position of its first element. Both may change between two
 * calls of a kernel: a loop moves the storage of its step's input along the sequence, and swaps the
 * storages of old and new state. A kernel therefore reads them at each call.
 */
public final class Storage {
    private final DType dtype;
    private Buffer buffer;
    private int base;

    /** A storage that has no memory yet. */
    public Storage(DType dtype) {
        this.dtype = dtype;
    }

    /**
     * The number of elements of a buffer for a tensor: at least one, and at most what an array can
     * hold.
     *
     * @throws BackendException when the tensor has more elements; the message gives the amount of
     *     memory
     */
    public static int elements(DType dtype, Shape shape) {
        if (shape.size() > Integer.MAX_VALUE - 8) {
            throw new BackendException(
                    String.format(
                            Locale.ROOT,
                            "a tensor %s%s would need %,d MiB; one array holds at most 2^31-9"
                                    + " elements; make the model, the batch or the sequence"
                                    + " smaller",
                            dtype,
                            shape,
                            (long) ((double) shape.size() * dtype.bytes() / (1 << 20))));
        }
        return Math.max(1, (int) shape.size());
    }

    /** Type of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** The memory; null until the storage is placed. */
    public Buffer buffer() {
        return buffer;
    }

    /** Position of the first element in the buffer. */
    public int base() {
        return base;
    }

    /** Places this storage. */
    public void place(Buffer buffer, int base) {
        this.buffer = buffer;
        this.base = base;
    }

    /** Exchanges the places of two storages. */
    public static void swap(Storage a, Storage b) {
        Buffer buffer = a.buffer;
        int base = a.base;
        a.buffer = b.buffer;
        a.base = b.base;
        b.buffer = buffer;
        b.base = base;
    }
}
