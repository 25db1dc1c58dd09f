package dev.rondo.cli.serve;

import dev.rondo.models.checkpoint.CheckpointException;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The open sessions: their limit, their end when nobody uses them, and their saves. */
final class Sessions implements AutoCloseable {
    private static final int ID_BYTES = 24;

    private final ServeSettings.SessionLimits limits;
    private final Optional<SessionFile> file;
    private final Consumer<String> warnings;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicLong expired = new AtomicLong();
    private final AtomicLong failedSaves = new AtomicLong();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("rondo-serve-sessions").daemon().factory());

    /**
     * Takes up the sessions of the directory, if there is one.
     *
     * @param models finds a model by its name
     * @param warnings receives what went wrong and was not fatal
     */
    Sessions(
            ServeSettings.SessionLimits limits,
            Function<String, Optional<NamedModel>> models,
            Consumer<String> warnings) {
        this.limits = limits;
        this.warnings = warnings;
        this.places = new Semaphore(limits.most());
        this.file = limits.directory().map(SessionFile::in);
        try {
            for (Session s : file.map(f -> f.read(models)).orElse(List.of())) {
                if (!places.tryAcquire()) {
                    throw new CheckpointException(
                            limits.directory().orElseThrow()
                                    + " holds more sessions than --session-limit "
                                    + limits.most()
                                    + " allows; raise it");
                }
                open.put(s.id(), s);
            }
        } catch (RuntimeException e) {
            file.ifPresent(SessionFile::close);
            throw e;
        }
        expire();
        clock.scheduleWithFixedDelay(this::expire, 1, 1, TimeUnit.SECONDS);
        if (file.isPresent()) {
            clock.scheduleWithFixedDelay(
                    this::save, limits.saveEvery(), limits.saveEvery(), TimeUnit.SECONDS);
        }
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    /** How many were closed because nobody used them. */
    long expired() {
        return expired.get();
    }

    /** How many saves failed. */
    long failedSaves() {
        return failedSaves.get();
    }

    /** Seconds after which one is closed that nobody uses. */
    int expiry() {
        return limits.expiry();
    }

    /** What opens a session: its first state and the answer. */
    interface Opening {
        /** The first state. */
        ServedText.Step open();
    }

    /** A session that was opened, and the answer. */
    record Opened(Session session, ServedText.Step step) {}

    /**
     * Opens one.
     *
     * @throws Problem when there are too many
     */
    Opened open(NamedModel model, Opening opening) {
        if (!places.tryAcquire()) {
            throw Problem.tooMany(
                    limits.most()
                            + " sessions are open, as many as --session-limit allows. Close one, or"
                            + " wait until one expires, which takes "
                            + limits.expiry()
                            + " s without a request");
        }
        boolean done = false;
        try {
            ServedText.Step step = opening.open();
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            String id = Base64.getUrlEncoder().encodeToString(bytes);
            Session session = new Session(id, model, step.state(), Instant.now());
            open.put(id, session);
            changed.set(true);
            done = true;
            return new Opened(session, step);
        } finally {
            if (!done) {
                places.release();
            }
        }
    }

    /**
     * The session of that name.
     *
     * @throws Problem when there is none, or it belongs to another model
     */
    Session find(NamedModel model, String id) {
        Session session = open.get(id);
        if (session == null || session.model() != model) {
            throw Problem.notFound(
                    "there is no such session of '"
                            + model.name()
                            + "'; it may have been closed, or have expired after "
                            + limits.expiry()
                            + " s without a request. Open a new one");
        }
        return session;
    }

    /** To be called after a session has gone on. */
    void changed() {
        changed.set(true);
    }

    /** Closes one. A request that is at work on it still gets its answer. */
    boolean close(Session session) {
        boolean was = open.remove(session.id(), session);
        if (was) {
            places.release();
            changed.set(true);
        }
        return was;
    }

    private void expire() {
        Instant limit = Instant.now().minus(Duration.ofSeconds(limits.expiry()));
        for (Session s : open.values()) {
            if (!s.busy() && s.used().isBefore(limit) && close(s)) {
                expired.incrementAndGet();
            }
        }
    }

    /** Saves them, if anything has changed since. */
    synchronized void save() {
        if (file.isEmpty() || !changed.getAndSet(false)) {
            return;
        }
        try {
            file.get().write(open.values());
        } catch (RuntimeException e) {
            changed.set(true);
            failedSaves.incrementAndGet();
            warnings.accept("the sessions could not be saved: " + e.getMessage());
        }
    }

    /** Saves them for the last time. */
    @Override
    public void close() {
        clock.shutdown();
        save();
        file.ifPresent(SessionFile::close);
    }
}
