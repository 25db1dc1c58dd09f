package dev.rondo.backend;

/**
 * How a backend is opened.
 *
 * @param threads the most threads to use; 0 for as many as there are processors
 */
public record BackendOptions(int threads) {
    /** Checks the number of threads. */
    public BackendOptions {
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException(
                    "threads must lie between 1 and 1024, or be 0 for all processors; got "
                            + threads);
        }
    }

    /** As many threads as there are processors. */
    public static BackendOptions defaults() {
        return new BackendOptions(0);
    }

    /** The number of threads; 0 is replaced by the number of processors. */
    public int resolvedThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
