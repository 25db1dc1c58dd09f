package dev.rondo.executor;

import dev.rondo.backend.BackendException;

import java.util.Locale;

/** The memory that is left in Java's heap. */
final class HeapMemory {
    private HeapMemory() {}

    /**
     * Requires memory before it is allocated.
     *
     * @param bytes how much memory is needed
     * @param what names what needs it, for the message
     * @throws BackendException when there is less
     */
    static void require(long bytes, String what) {
        if (bytes > free()) {
            System.gc(); // what nobody holds any more counts as taken until then
        }
        long free = free();
        if (bytes > free) {
            throw new BackendException(
                    what
                            + " would need "
                            + mebibytes(bytes)
                            + " of memory, and "
                            + mebibytes(free)
                            + " are free of the heap's "
                            + mebibytes(Runtime.getRuntime().maxMemory())
                            + "; make the model, the batch or the sequence smaller, or give the JVM"
                            + " more with -Xmx");
        }
    }

    private static long free() {
        Runtime r = Runtime.getRuntime();
        return r.maxMemory() - (r.totalMemory() - r.freeMemory());
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
