package dev.rondo.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C (or a request to terminate) as a flag that long work looks at between two steps. The JVM
 * then waits for the command to save what it has and ends with 130 (143 when terminated).
 */
public final class Interrupt {
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicReference<Thread> hook = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** From now on Ctrl-C sets the flag instead of ending the JVM at once. */
    public void catchSignals() {
        Thread thread = new Thread(this::stopAndWait, "rondo-interrupt");
        if (hook.compareAndSet(null, thread)) {
            Runtime.getRuntime().addShutdownHook(thread);
        }
    }

    private void stopAndWait() {
        requested.set(true);
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the work to end after its current step. */
    public void request() {
        requested.set(true);
    }

    /** Whether the work shall end. */
    public boolean requested() {
        return requested.get();
    }

    /** The command has done all it wanted to; the JVM may end. */
    void commandEnded() {
        ended.countDown();
        Thread thread = hook.get();
        if (thread != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException _) {
                // the JVM is ending, and waited for this
            }
        }
    }
}
