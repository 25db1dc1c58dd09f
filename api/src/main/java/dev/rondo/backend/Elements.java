package dev.rondo.backend;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.Locale;

/** How much a tensor takes. */
public final class Elements {
    private Elements() {}

    /**
     * Elements to allocate: at least one, and no more than an array holds.
     *
     * @throws BackendException when they are more; the message has the amount of memory
     */
    public static int toAllocate(DType dtype, Shape shape) {
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
}
