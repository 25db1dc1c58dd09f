package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The directory of one training run:
 *
 * <pre>
 * run.json         says that this is a run directory, and of which format
 * lock             held by the process that trains
 * metrics.jsonl    one JSON object a line
 * events.out.…     the same for TensorBoard, a file for each stretch of training
 * checkpoints/     the latest two and the best, see {@link CheckpointStore}
 * …                pictures and whatever else the program adds
 * </pre>
 *
 * A directory that is opened for reading may be read by any process at any time. One that is
 * created or resumed belongs to one process until it is closed.
 */
public final class RunDirectory implements AutoCloseable {
    /** Name of the file by which a run directory is recognized. */
    public static final String MARKER = "run.json";

    private static final String METRICS = "metrics.jsonl";

    /** Name of the directory of the checkpoints. */
    public static final String CHECKPOINTS = "checkpoints";

    private static final String FORMAT = "rondo-run";
    private static final int VERSION = 1;
    private static final long LONGEST_MARKER = 1 << 16;

    private final Path path;
    private final HeldDirectory held;
    private final CheckpointStore checkpoints;

    private RunDirectory(Path path, HeldDirectory held) {
        this.path = path;
        this.held = held;
        this.checkpoints = new CheckpointStore(path.resolve(CHECKPOINTS));
    }

    /**
     * Creates a run directory and locks it. Missing parents are created. A directory that exists
     * already must be empty.
     *
     * @throws CheckpointException when something is there already, or it cannot be created
     */
    public static RunDirectory create(Path path) {
        HeldDirectory held = HeldDirectory.create(path, MARKER);
        try {
            Files.createDirectory(path.resolve(CHECKPOINTS));
            Configuration marker =
                    Configuration.empty()
                            .with("format", FORMAT)
                            .with("version", VERSION)
                            .with(
                                    "created",
                                    Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            byte[] json = Json.pretty(marker.values()).getBytes(StandardCharsets.UTF_8);
            OutputFile.write(path.resolve(MARKER), out -> out.write(json));
            return new RunDirectory(path, held);
        } catch (IOException e) {
            held.close();
            throw new CheckpointException(
                    "cannot create the run directory " + path + ": " + Failures.reason(e), e);
        } catch (CheckpointException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Opens a run directory for reading. Another process may be training into it.
     *
     * @throws CheckpointException when it is not a run directory, or has a newer format
     */
    public static RunDirectory open(Path path) {
        check(path);
        return new RunDirectory(path, null);
    }

    /**
     * Opens a run directory to go on with training, and locks it. What an interrupted process left
     * half written is removed.
     *
     * @throws CheckpointException when it is not a run directory, has a newer format, or another
     *     process is training into it
     */
    public static RunDirectory resume(Path path) {
        check(path);
        RunDirectory run = new RunDirectory(path, HeldDirectory.hold(path));
        try {
            run.checkpoints.clean();
            return run;
        } catch (CheckpointException e) {
            run.close();
            throw e;
        }
    }

    /**
     * The checkpoint that a user means by a path. If the path is a checkpoint's own directory, it
     * is that checkpoint. If it is a run directory, it is the best checkpoint, or the latest when
     * nothing was evaluated.
     *
     * @throws CheckpointException when the path is neither, or the checkpoint is damaged
     */
    public static Checkpoint model(Path path) {
        if (Files.isRegularFile(path.resolve(Checkpoint.DESCRIPTION))) {
            return Checkpoint.open(path);
        }
        try (RunDirectory run = open(path)) {
            return run.checkpoints
                    .best()
                    .or(run.checkpoints::latest)
                    .orElseThrow(() -> run.noCheckpoint());
        }
    }

    private CheckpointException noCheckpoint() {
        return new CheckpointException(
                path
                        + " holds no checkpoint yet: its training was stopped before the first one;"
                        + " delete it and train anew");
    }

    private static void check(Path path) {
        if (!Files.exists(path)) {
            throw new CheckpointException(path + " does not exist");
        }
        Path marker = path.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            throw new CheckpointException(
                    path + " is not a run directory of Rondo: it has no " + MARKER);
        }
        Configuration c;
        try {
            if (Files.size(marker) > LONGEST_MARKER) {
                throw new CheckpointException(marker + " is too large to be what it should");
            }
            c =
                    Configuration.of(
                            marker.toString(), Json.object(Json.utf8(Files.readAllBytes(marker))));
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    marker + " is not well-formed JSON: " + Json.reason(e), e);
        } catch (IOException e) {
            throw new CheckpointException("cannot read " + marker + ": " + Failures.reason(e), e);
        }
        if (!c.has("format") || !c.text("format").equals(FORMAT)) {
            throw new CheckpointException(
                    path + " is not a run directory of Rondo: " + MARKER + " says something else");
        }
        if (c.integer("version") > VERSION) {
            throw new CheckpointException(
                    path
                            + " was written by a newer version of Rondo: its format is "
                            + c.integer("version")
                            + ", this version reads up to "
                            + VERSION
                            + ". Use a newer Rondo");
        }
        if (!Files.isDirectory(path.resolve(CHECKPOINTS))) {
            throw new CheckpointException(
                    path + " is damaged: its directory " + CHECKPOINTS + " is missing");
        }
    }

    /** The path of the directory. */
    public Path path() {
        return path;
    }

    /** A file in it, such as a picture. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** The file of metrics. */
    public Path metrics() {
        return path.resolve(METRICS);
    }

    /** The checkpoints. */
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    /**
     * The newest checkpoint.
     *
     * @throws CheckpointException when there is none yet, or it is damaged
     */
    public Checkpoint latest() {
        return checkpoints.latest().orElseThrow(this::noCheckpoint);
    }

    /** The checkpoint of the best evaluation; empty when nothing was evaluated. */
    public Optional<Checkpoint> best() {
        return checkpoints.best();
    }

    /**
     * Opens the file of metrics to append to it. The lines of steps after {@code step} are removed:
     * they were written after the checkpoint from which training goes on.
     *
     * @throws CheckpointException when the file cannot be read or written
     * @throws IllegalStateException when the directory was opened for reading only
     */
    public JsonLines appendMetrics(long step) {
        checkWritable();
        JsonLines.truncate(metrics(), step);
        return new JsonLines(metrics());
    }

    /**
     * Begins a file of events for TensorBoard. The events of steps after {@code step} are removed
     * from the earlier files.
     *
     * @throws CheckpointException when a file cannot be read or written
     * @throws IllegalStateException when the directory was opened for reading only
     */
    public EventFile appendEvents(long step) {
        checkWritable();
        try {
            return EventFile.after(path, step);
        } catch (NoClassDefFoundError e) {
            throw new CheckpointException(
                    "TensorBoard's files need jackson-dataformat-protobuf; on the module path, let"
                            + " a module require com.fasterxml.jackson.dataformat.protobuf",
                    e);
        }
    }

    private void checkWritable() {
        if (held == null) {
            throw new IllegalStateException(path + " was opened to read only");
        }
    }

    /** Unlocks the directory. */
    @Override
    public void close() {
        if (held != null) {
            held.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
