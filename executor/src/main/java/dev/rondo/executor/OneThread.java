package dev.rondo.executor;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time use something, until it is closed. A second thread gets an exception
 * and does not wait. Only closing waits.
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
     * @throws IllegalStateException when it is closed, or another thread is using it
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
     * Runs work as one use.
     *
     * @throws IllegalStateException when it is closed, or another thread is using it
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
     * Refuses further uses, waits for the present one, and then frees what was used. If another
     * call has closed it already, waits until that call has finished.
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
