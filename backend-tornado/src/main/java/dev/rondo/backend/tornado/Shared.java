package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.backend.Requests;

import java.util.Map;
import java.util.concurrent.locks.StampedLock;

/**
 * What an executable and its sessions share: the values that the variables have between two runs of
 * the executable. A session's device has a copy of its own, renewed before a run when it is old.
 */
final class Shared {
    /** Values by name that nobody changes any more, and how many there were before. */
    record Values(long number, Map<String, Array> byName) {}

    private final StampedLock lock = new StampedLock();
    private volatile Values values;
    private volatile int sessions;

    /** Guarded by the lock. */
    private boolean closed;

    /** Until the end of the run the executable is not closed. */
    long beginRun() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw Requests.ownerClosed();
        }
        return stamp;
    }

    void endRun(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Whether anybody wants to know the values. */
    boolean isRead() {
        return sessions > 0;
    }

    /** Counts a new session. */
    synchronized void open() {
        sessions++;
    }

    /** Counts a session less. */
    synchronized void leave() {
        sessions--;
    }

    /** New values, for every run of a session that begins from now on. */
    synchronized void publish(Map<String, Array> byName) {
        values = new Values(values == null ? 1 : values.number + 1, byName);
    }

    /** The values that were published last. */
    Values values() {
        return values;
    }

    /** Waits for the sessions' runs; who comes later fails. */
    void close() {
        long stamp = lock.writeLock();
        closed = true;
        lock.unlockWrite(stamp);
    }
}
