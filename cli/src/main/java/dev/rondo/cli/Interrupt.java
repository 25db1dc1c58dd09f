package dev.rondo.cli;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Ctrl-C, or a request to terminate, as a flag that long work checks between two steps. The JVM
 * waits until the command has saved what it has, and then ends with 130 (143 after a request to
 * terminate).
 */
public final class Interrupt {
    private static final long PATIENCE_SECONDS = 60;

    private volatile Consumer<String> notes = _ -> {};
    private volatile Optional<String> lastWords = Optional.empty();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<Thread> hook = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * From now on, Ctrl-C sets the flag instead of ending the JVM at once.
     *
     * @param notes receives messages about what becomes of the work
     */
    public void catchSignals(Consumer<String> notes) {
        this.notes = notes;
        this.lastWords = Optional.empty();
        Thread thread = new Thread(this::stopAndWait, "rondo-interrupt");
        if (hook.compareAndSet(null, thread)) {
            try {
                Runtime.getRuntime().addShutdownHook(thread);
            } catch (IllegalStateException _) {
                requested.countDown(); // the JVM is ending already, and waits for nobody
            }
        }
    }

    /**
     * From now on, Ctrl-C ends the JVM at once: everything important is saved, and the rest can be
     * repeated. While the JVM ends, libraries refuse to work.
     *
     * @param lastWords a message for that case
     */
    public void waitForNothing(String lastWords) {
        this.lastWords = Optional.of(lastWords);
    }

    /**
     * Does not return if the JVM is ending at once. Failures that result from this need no report.
     */
    public void beSilentAtTheEnd() {
        while (leaving.get()) {
            LockSupport.park();
        }
    }

    private void stopAndWait() {
        requested.countDown();
        if (lastWords.isPresent()) {
            leaving.set(true);
            notes.accept(lastWords.get());
            return;
        }
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                notes.accept(
                        "what was being computed did not end within "
                                + PATIENCE_SECONDS
                                + " s; ended without saving more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the work to end after its current step. */
    public void request() {
        requested.countDown();
    }

    /** Whether the work must end. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits until the work must end. */
    public void await() {
        try {
            requested.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * For work in many parts; called before each part.
     *
     * @throws CancellationException when the work must end
     */
    public void giveUpIfRequested() {
        if (requested()) {
            throw new CancellationException("given up, as was asked for");
        }
    }

    /** The command has done all its work, so the JVM may end. */
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
