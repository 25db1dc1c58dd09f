package dev.rondo.executor;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time use something, until it is closed: whoever comes second is told so
 * instead of waiting; only closing waits.
 */
final class OneThread {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Thread user;
    private volatile boolean closed;

    /** Guarded by the lock. */
    private boolean freed;

    /**
     * Begins a use.
     *
     * @throws IllegalStateException when it is closed, or another thread uses it now
     */
    void enter() {
        if (closed) {
            throw closed();
        }
        if (!lock.tryLock()) {
            Thread other = user;
            throw new IllegalStateException(
                    "this executable is in use by "
                            + (other == null ? "another thread" : "thread '" + other + "'")
                            + "; give each thread its own, or a session of it");
        }
        if (closed) {
            lock.unlock();
            throw closed();
        }
        user = Thread.currentThread();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("this executable is closed");
    }

    /** Ends a use. */
    void leave() {
        user = null;
        lock.unlock();
    }

    /**
     * A use.
     *
     * @throws IllegalStateException when it is closed, or another thread uses it now
     */
    <T> T alone(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /**
     * Refuses further uses, waits for the one there is, and then frees what was used; when closed
     * already, waits until that is done.
     */
    void close(Runnable free) {
        closed = true;
        lock.lock();
        try {
            if (!freed) {
                freed = true;
                free.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
