package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/** A text that is read piece by piece. One request at a time goes on with it. */
final class Session {
    /** The field of requests and answers that says how many symbols were read. */
    static final String POSITION = "position";

    /** How a session goes on. */
    @FunctionalInterface
    interface Going {
        /** The state after it, and the answer. */
        ServedText.Step go(ServedText model, TextState from);
    }

    private final String id;
    private final NamedModel model;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile TextState state;
    private volatile Instant used;

    Session(String id, NamedModel model, TextState state, Instant used) {
        this.id = id;
        this.model = model;
        this.state = state;
        this.used = used;
    }

    String id() {
        return id;
    }

    /** What reads it. */
    NamedModel model() {
        return model;
    }

    /** How far it has been read. */
    TextState state() {
        return state;
    }

    /** When it was last asked for something. */
    Instant used() {
        return used;
    }

    /** Whether a request is at work on it. */
    boolean busy() {
        return lock.isLocked();
    }

    void touch() {
        used = Instant.now();
    }

    /**
     * Goes on. Where this fails, the session stays as it was.
     *
     * @throws Problem when another request is at work on it
     */
    ObjectNode go(Going how) {
        if (!lock.tryLock()) {
            throw Problem.conflict(
                    "another request is at work on this session; wait for its answer, so that the"
                            + " order is clear");
        }
        try {
            touch();
            ServedText.Step step = how.go(model.text(), state);
            state = step.state();
            return step.answer();
        } finally {
            touch();
            lock.unlock();
        }
    }
}
