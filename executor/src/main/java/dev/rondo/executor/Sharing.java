package dev.rondo.executor;

import java.util.concurrent.locks.StampedLock;

/**
 * What an executable and its sessions share: the right to read the variables and to change them. A
 * change waits until nobody reads.
 */
final class Sharing {
    private final StampedLock lock = new StampedLock();
    private volatile int sessions;

    /** Guarded by the lock. */
    private boolean closed;

    /**
     * Begins reading. Until the end of reading, the variables do not change and the executable is
     * not closed.
     *
     * @throws IllegalStateException when the executable is closed
     */
    long beginReading() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw Refusals.ownerClosed();
        }
        return stamp;
    }

    void endReading(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Waits until nobody reads. Nobody can read until the end of writing. */
    long beginWriting() {
        return lock.writeLock();
    }

    void endWriting(long stamp) {
        lock.unlockWrite(stamp);
    }

    /** Whether there are sessions. */
    boolean hasSessions() {
        return sessions > 0;
    }

    /** Counts one more session. */
    synchronized void open() {
        sessions++;
    }

    /** Counts one session less. */
    synchronized void leave() {
        sessions--;
    }

    /** Waits until nobody reads. Every later attempt to read fails. */
    void close() {
        long stamp = lock.writeLock();
        closed = true;
        lock.unlockWrite(stamp);
    }
}
