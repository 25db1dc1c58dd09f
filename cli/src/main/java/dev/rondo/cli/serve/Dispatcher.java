package dev.rondo.cli.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The one thread that runs a model. It gathers what waits into one run, at most a number of jobs,
 * and never waits for more to come. A job that needs further runs goes to the end of the queue, so
 * a long one does not keep short ones waiting.
 *
 * @param <J> what is run
 */
final class Dispatcher<J extends Job> implements AutoCloseable {
    /** Sees how many jobs shared a run. */
    private final Consumer<Integer> seen;

    private final Consumer<List<J>> run;
    private final String name;
    private final int batch;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private final Deque<J> waiting = new ArrayDeque<>();
    private final Thread thread;
    private int running;
    private boolean closed;

    /**
     * Starts the thread.
     *
     * @param name of the model
     * @param batch most jobs in one run
     * @param limit most jobs that wait or run
     * @param run runs some jobs once
     * @param seen receives the number of jobs of each run
     */
    Dispatcher(String name, int batch, int limit, Consumer<List<J>> run, Consumer<Integer> seen) {
        this.name = name;
        this.batch = batch;
        this.limit = limit;
        this.run = run;
        this.seen = seen;
        thread = Thread.ofPlatform().name("rondo-serve-model").daemon().start(this::work);
    }

    /**
     * Takes jobs, all of them or none.
     *
     * @throws Problem when too many wait already, or the server is stopping
     */
    void accept(List<? extends J> jobs) {
        lock.lock();
        try {
            if (closed) {
                throw Problem.unavailable("the server is stopping; ask again when it is back");
            }
            if (waiting.size() + running + jobs.size() > limit) {
                throw Problem.tooMany(
                        "too many requests to '"
                                + name
                                + "' at once: "
                                + (waiting.size() + running)
                                + " are in work, at most "
                                + limit
                                + " (--queue) may be. Ask again after a moment");
            }
            waiting.addAll(jobs);
            come.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How many jobs wait or run. */
    int length() {
        lock.lock();
        try {
            return waiting.size() + running;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        List<J> jobs = new ArrayList<>();
        while (take(jobs)) {
            try {
                seen.accept(jobs.size());
                run.accept(jobs);
            } catch (Throwable failure) { // whoever waits must hear of it, whatever it is
                jobs.forEach(j -> j.fail(failure));
            }
            putBack(jobs);
        }
    }

    /** Waits for jobs; false when there will be none. */
    private boolean take(List<J> into) {
        into.clear();
        lock.lock();
        try {
            while (true) {
                while (into.size() < batch && !waiting.isEmpty()) {
                    J job = waiting.poll();
                    if (!job.over()) {
                        into.add(job);
                    }
                }
                if (!into.isEmpty()) {
                    running = into.size();
                    return true;
                }
                if (closed) {
                    return false;
                }
                come.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void putBack(List<J> jobs) {
        List<J> done = new ArrayList<>();
        lock.lock();
        try {
            running = 0;
            for (J job : jobs) {
                if (job.finished() || job.over()) {
                    done.add(job);
                } else {
                    waiting.add(job);
                }
            }
        } finally {
            lock.unlock();
        }
        done.forEach(Job::complete);
    }

    /** Finishes all jobs that were accepted, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            come.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
