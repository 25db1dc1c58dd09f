package dev.rondo.graph;

import java.util.concurrent.CancellationException;

/** Gives up what may take minutes, such as compiling, when its thread is interrupted. */
public final class Interruption {
    /** Small work, which ends by itself, is done also by a thread that was interrupted before. */
    private static final int OFTEN = 1024;

    private Interruption() {}

    /**
     * Looks at every thousandth node or so whether the thread was interrupted.
     *
     * @param node its number
     * @param graph the name of its graph
     * @throws CancellationException when it was; it stays interrupted
     */
    public static void check(int node, String graph) {
        if ((node + 1) % OFTEN == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "the thread was interrupted; building or compiling '"
                            + graph
                            + "' was given up");
        }
    }
}
