package dev.rondo.executor;

import java.util.concurrent.locks.StampedLock;

/**
 * What an executable and its sessions share: who may read the variables and who may change them. A
 * change waits until nobody reads.
 */
final class Sharing {
    private final StampedLock lock = new StampedLock();
    private volatile int sessions;

    /** Guarded by the lock. */
    private boolean closed;

    /**
     * Until the end of reading the variables stay, and the executable is not closed.
     *
     * @throws IllegalStateException when it is closed
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

    /** Waits until nobody reads, and keeps readers away until the end of writing. */
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

    /** Counts a session more. */
    synchronized void open() {
        sessions++;
    }

    /** Counts a session less. */
    synchronized void leave() {
        sessions--;
    }

    /** Waits until nobody reads; whoever comes later fails. */
    void close() {
        long stamp = lock.writeLock();
        closed = true;
        lock.unlockWrite(stamp);
    }
}
