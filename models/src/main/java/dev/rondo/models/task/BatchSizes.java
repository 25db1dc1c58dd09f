package dev.rondo.models.task;

import dev.rondo.backend.Backend;

import java.util.Set;
import java.util.stream.IntStream;

/**
 * The numbers of rows for which a model is compiled. A run takes the smallest that holds its rows;
 * the other rows idle.
 *
 * <p>The backends of these names compute a row alike in a batch of any size, which our tests check.
 * Of another backend this is not known. It gets one size, so that each run is the same run.
 */
public final class BatchSizes {
    private static final Set<String> ALIKE = Set.of("scalar", "simd");
    private static final int GROWTH = 4;

    private final int[] sizes;

    private BatchSizes(int[] sizes) {
        this.sizes = sizes;
    }

    /** For runs of at most this many rows. */
    public static BatchSizes of(Backend backend, int most) {
        if (!ALIKE.contains(backend.device().backend())) {
            return new BatchSizes(new int[] {most});
        }
        return new BatchSizes(growing(most).toArray());
    }

    /** Sizes from 1 to the most. */
    public static IntStream growing(int most) {
        IntStream smaller = IntStream.iterate(1, n -> n < most, n -> n * GROWTH);
        return IntStream.concat(smaller, IntStream.of(most));
    }

    /** All sizes, the smallest first. */
    public int[] all() {
        return sizes.clone();
    }

    /** The one for so many rows. */
    public int holding(int rows) {
        for (int size : sizes) {
            if (size >= rows) {
                return size;
            }
        }
        throw new IllegalArgumentException("at most " + sizes[sizes.length - 1] + ", got " + rows);
    }
}
