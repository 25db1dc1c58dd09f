package dev.rondo.backend.simd.team;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run the parts of one task together. The caller is one of them. Idle threads spin for
 * about 20 µs, since the next task of a loop comes within that time, and then sleep. A thread that
 * was idle for half a minute ends, so an unused team holds no threads. The next task starts it
 * again. Apart from that, running a task allocates nothing.
 *
 * <p>Any number of callers may use one team. It runs one task at a time. A caller that finds the
 * team busy runs all parts itself. So a task must give the same result whichever thread runs a
 * part, and in any order of the parts.
 */
public final class ThreadTeam {
    /** Work in parts that may run at the same time. */
    public interface Task {
        /** Does one part, {@code 0 <= part < parts}. */
        void part(int part, int parts);
    }

    private static final ConcurrentHashMap<Integer, ThreadTeam> TEAMS = new ConcurrentHashMap<>();

    private static final long SPIN_NANOS = 20_000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final ThreadFactory DAEMONS =
            Thread.ofPlatform()
                    .daemon()
                    .name("rondo-simd-", 1)
                    .inheritInheritableThreadLocals(false)
                    .factory();

    private static final int PARTS_BITS = 16;

    /** Whether a warning has said that a thread could not be started. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final ThreadFactory factory;
    private final long idleNanos;
    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** For each part, the number of the last task in which a thread took it. */
    private final AtomicIntegerArray taken;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Task task;

    /** Number of the current task; the low bits hold its number of parts. */
    private volatile long current;

    private volatile Thread waiting;

    /**
     * A team of this many threads, the caller included. The first task gets the others from {@code
     * factory}. Each of them ends after it was idle for this time.
     */
    ThreadTeam(int threads, Duration idle, ThreadFactory factory) {
        this.factory = factory;
        idleNanos = idle.toNanos();
        workers = new Worker[threads - 1];
        taken = new AtomicIntegerArray(threads);
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
    }

    /**
     * The process's team of this many threads, the caller included.
     *
     * @throws IllegalArgumentException unless {@code 1 <= threads <= 1024}
     */
    public static ThreadTeam of(int threads) {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads must be 1 to 1024, not " + threads);
        }
        return TEAMS.computeIfAbsent(threads, n -> new ThreadTeam(n, IDLE, DAEMONS));
    }

    /** Number of threads, the caller included. */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Runs all parts, and returns when they are done. What a part throws is thrown here, after all
     * parts have ended. If several fail, it is what the first of them has thrown.
     *
     * @param parts at most {@link #threads()}
     */
    public void run(Task task, int parts) {
        if (parts == 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                task.part(part, parts);
            }
            return;
        }
        try {
            runTogether(task, parts);
        } finally {
            busy.set(false);
        }
    }

    private void runTogether(Task task, int parts) {
        this.task = task;
        unfinished.set(parts);
        int number = (int) (current >> PARTS_BITS) + 1;
        current = ((long) number << PARTS_BITS) | parts;
        for (int i = 0; i < parts - 1; i++) {
            workers[i].wake();
        }
        work(0, number, parts);
        await();
        this.task = null;
        Throwable t = failure.get();
        if (t != null) {
            failure.set(null);
            throw ThreadTeam.<RuntimeException>unchecked(t);
        }
    }

    /**
     * Runs the part of this thread's own index first, because its data are in this thread's cache.
     */
    private void work(int index, int number, int parts) {
        for (int i = 0; i < parts; i++) {
            int part = index + i;
            if (part >= parts) {
                part -= parts;
            }
            if (take(part, number)) {
                try {
                    task.part(part, parts);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(waiting);
                }
            }
        }
    }

    /**
     * Takes a part. A thread that comes too late, with the number of a task that has ended, gets
     * nothing: a task ends only after all its parts have been taken.
     */
    private boolean take(int part, int number) {
        int last = taken.get(part);
        return last - number < 0 && taken.compareAndSet(part, last, number);
    }

    private void await() {
        long start = System.nanoTime();
        while (unfinished.get() != 0) {
            for (int i = 0; i < 64 && unfinished.get() != 0; i++) {
                Thread.onSpinWait();
            }
            if (System.nanoTime() - start > SPIN_NANOS) {
                sleepUntilDone();
            }
        }
    }

    /**
     * Sleeps until the task is done. An interrupt is left for the caller, who finds it afterwards.
     */
    private void sleepUntilDone() {
        boolean interrupted = false;
        waiting = Thread.currentThread();
        while (unfinished.get() != 0) {
            LockSupport.park(this);
            // a thread with the flag set would not sleep
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refused(OutOfMemoryError e) {
        if (TOLD.compareAndSet(false, true)) {
            System.getLogger(ThreadTeam.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the system gives no further thread ("
                                    + e.getMessage()
                                    + "); those there are do the work, more slowly. Allow more"
                                    + " threads (ulimit -u, the container's limit of processes) or"
                                    + " ask for fewer");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable t) throws T {
        throw (T) t;
    }

    private final class Worker implements Runnable {
        private final int index;

        /** The thread that does this worker's part; null when there is none. */
        private final AtomicReference<Thread> thread = new AtomicReference<>();

        private volatile boolean asleep;

        Worker(int index) {
            this.index = index;
        }

        /** Called by one thread at a time, after a task has been set. */
        void wake() {
            Thread there = thread.get();
            if (there == null) {
                start();
            } else if (asleep) {
                LockSupport.unpark(there);
            }
        }

        private void start() {
            Thread fresh = factory.newThread(this);
            if (!thread.compareAndSet(null, fresh)) {
                return;
            }
            try {
                fresh.start();
            } catch (OutOfMemoryError e) {
                // the other threads do its parts; it is not tried again with each task
                refused(e);
            }
        }

        @Override
        public void run() {
            long seen = 0;
            while (awaitTask(seen)) {
                seen = current;
                int parts = (int) (seen & ((1 << PARTS_BITS) - 1));
                if (index < parts) {
                    work(index, (int) (seen >> PARTS_BITS), parts);
                }
            }
        }

        /** Whether a task has come. If not, the thread must end. */
        private boolean awaitTask(long seen) {
            long start = System.nanoTime();
            while (current == seen) {
                for (int i = 0; i < 64 && current == seen; i++) {
                    Thread.onSpinWait();
                }
                if (System.nanoTime() - start > SPIN_NANOS && !sleep(seen)) {
                    return false;
                }
            }
            return true;
        }

        private boolean sleep(long seen) {
            long start = System.nanoTime();
            long left = idleNanos;
            asleep = true;
            while (current == seen && left > 0) {
                LockSupport.parkNanos(ThreadTeam.this, left);
                // nothing has a reason to interrupt this thread, and with the flag set it would not
                // sleep
                Thread.interrupted();
                left = idleNanos - (System.nanoTime() - start);
            }
            asleep = false;
            return current != seen || !leave(seen);
        }

        /**
         * Lets this thread end. False when a task came in the meantime and no other thread was
         * started for it.
         */
        private boolean leave(long seen) {
            Thread self = Thread.currentThread();
            thread.set(null);
            return current == seen || !thread.compareAndSet(null, self);
        }
    }
}
