package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.HeldDirectory;
import dev.rondo.models.checkpoint.Safetensors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A directory in which sessions outlive the server: all of them in one file, which is replaced as a
 * whole, so that a server that ends at any moment leaves all of an earlier state or all of a newer
 * one.
 */
final class SessionFile implements AutoCloseable {
    private static final String NAME = "sessions.safetensors";
    private static final String FORMAT = "rondo_sessions";
    private static final String VERSION = "1";
    private static final String LOGITS = "/logits";
    private static final String MODEL = "model";
    private static final String SHA256 = "sha256";
    private static final String USED = "used";

    private final Path file;
    private final HeldDirectory held;

    private SessionFile(Path file, HeldDirectory held) {
        this.file = file;
        this.held = held;
    }

    /**
     * Opens a directory, and makes it where there is none.
     *
     * @throws UsageException when another server uses it
     */
    static SessionFile in(Path directory) {
        try {
            Files.createDirectories(directory);
            HeldDirectory held =
                    HeldDirectory.tryHold(directory)
                            .orElseThrow(
                                    () ->
                                            new UsageException(
                                                    "--sessions "
                                                            + directory
                                                            + " is in use by another server; choose"
                                                            + " another"));
            return new SessionFile(directory.resolve(NAME), held);
        } catch (IOException e) {
            throw new UsageException(
                    "--sessions " + directory + " cannot be used: " + e.getMessage());
        }
    }

    /**
     * Writes the sessions, atomically and durably.
     *
     * @throws CheckpointException when they cannot be written
     */
    void write(Collection<Session> sessions) {
        Map<String, Array> tensors = new LinkedHashMap<>();
        Map<String, String> about = new LinkedHashMap<>();
        about.put(FORMAT, VERSION);
        for (Session s : sessions) {
            TextState state = s.state();
            state.row().parts().forEach((name, a) -> tensors.put(s.id() + "/" + name, a));
            tensors.put(s.id() + LOGITS, Array.of(state.logits(), state.logits().length));
            ObjectNode text =
                    Json.object()
                            .put(MODEL, s.model().name())
                            .put(SHA256, s.model().sha256())
                            .put(Session.POSITION, state.position())
                            .put(USED, s.used().toEpochMilli());
            about.put(s.id(), new String(Json.bytes(text), StandardCharsets.UTF_8));
        }
        new Safetensors(tensors, about).write(file);
    }

    /**
     * The sessions that were written last; none where nothing was written yet.
     *
     * @param models finds a model by its name
     * @throws UsageException when they belong to models that are not served
     * @throws CheckpointException when the file is damaged
     */
    List<Session> read(Function<String, Optional<NamedModel>> models) {
        if (!Files.exists(file)) {
            return List.of();
        }
        Safetensors stored = Safetensors.read(file);
        if (!VERSION.equals(stored.metadata().get(FORMAT))) {
            throw new CheckpointException(
                    file + " holds no sessions that this version of Rondo can read");
        }
        List<Session> sessions = new ArrayList<>();
        stored.metadata()
                .forEach(
                        (id, about) -> {
                            if (!id.equals(FORMAT)) {
                                sessions.add(session(id, about, stored.tensors(), models));
                            }
                        });
        return sessions;
    }

    private Session session(
            String id,
            String about,
            Map<String, Array> tensors,
            Function<String, Optional<NamedModel>> models) {
        Fields fields;
        String name;
        String sha256;
        long position;
        long used;
        try {
            fields =
                    Fields.of(
                            Json.read(about.getBytes(StandardCharsets.UTF_8)),
                            MODEL,
                            SHA256,
                            Session.POSITION,
                            USED);
            name = fields.text(MODEL);
            sha256 = fields.text(SHA256);
            position = fields.whole(Session.POSITION, 0L, 0, Long.MAX_VALUE);
            used = fields.whole(USED, 0L, 0, Long.MAX_VALUE);
        } catch (Problem e) {
            throw new CheckpointException(file + " is damaged: " + e.getMessage());
        }
        NamedModel model =
                models.apply(name)
                        .filter(m -> m.sha256().equals(sha256))
                        .orElseThrow(() -> missing(name, sha256));
        Map<String, Array> parts = new LinkedHashMap<>();
        model.text()
                .form()
                .parts()
                .forEach(
                        (part, like) ->
                                parts.put(part, array(tensors.get(id + "/" + part), like.shape())));
        float[] logits = array(tensors.get(id + LOGITS), Shape.of(model.text().size())).f32();
        TextState state =
                Snapshot.checked(new TextState(new RowState(parts), logits, position))
                        .orElseThrow(
                                () ->
                                        new CheckpointException(
                                                file + " is damaged: no finite state"));
        return new Session(id, model, state, Instant.ofEpochMilli(used));
    }

    private UsageException missing(String name, String sha256) {
        return new UsageException(
                file
                        + " has sessions of the model '"
                        + name
                        + "' (SHA-256 "
                        + sha256
                        + "), which is not served now or has changed. Serve that model, choose"
                        + " another --sessions, or delete the file to give its sessions up");
    }

    private Array array(Array found, Shape shape) {
        if (found == null || found.dtype() != DType.F32 || !found.shape().equals(shape)) {
            throw new CheckpointException(file + " is damaged: a state does not fit its model");
        }
        return found;
    }

    /** Lets another server use the directory. */
    @Override
    public void close() {
        held.close();
    }
}
