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
 * Ctrl-C (or a request to terminate) as a flag that long work looks at between two steps. The JVM
 * then waits for the command to save what it has and ends with 130 (143 when terminated).
 */
public final class Interrupt {
    private static final long PATIENCE_SECONDS = 60;

    private volatile Consumer<String> notes = _ -> {};
    private volatile Optional<String> lastWords = Optional.empty();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicReference<Thread> hook = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * From now on Ctrl-C sets the flag instead of ending the JVM at once.
     *
     * @param notes is told what becomes of the work
     */
    public void catchSignals(Consumer<String> notes) {
        this.notes = notes;
        this.lastWords = Optional.empty();
        Thread thread = new Thread(this::stopAndWait, "rondo-interrupt");
        if (hook.compareAndSet(null, thread)) {
            try {
                Runtime.getRuntime().addShutdownHook(thread);
            } catch (IllegalStateException _) {
                requested.set(true); // the JVM is ending already, and waits for nobody
            }
        }
    }

    /**
     * From now on Ctrl-C ends the JVM at once: all that matters is saved, and the rest can be done
     * again. While it ends, libraries refuse to work.
     *
     * @param lastWords are said then
     */
    public void waitForNothing(String lastWords) {
        this.lastWords = Optional.of(lastWords);
    }

    /**
     * Does not return where the JVM is ending and waits for nothing: what fails by it is no news.
     */
    public void beSilentAtTheEnd() {
        while (leaving.get()) {
            LockSupport.park();
        }
    }

    private void stopAndWait() {
        requested.set(true);
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
        requested.set(true);
    }

    /** Whether the work shall end. */
    public boolean requested() {
        return requested.get();
    }

    /**
     * For work of many parts, before each of them.
     *
     * @throws CancellationException when the work shall end
     */
    public void giveUpIfRequested() {
        if (requested()) {
            throw new CancellationException("given up, as was asked for");
        }
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
