package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run, in one directory. A new checkpoint is written under a temporary name,
 * put on the disk, and committed by one rename. Only then are old ones deleted, so at any moment
 * the last complete one can be opened. Three are kept: the latest, the one before it in case the
 * disk damages the latest, and the best. Their order is that of their steps; no clock is used.
 */
public final class CheckpointStore {
    /** The step, and a number when a step was reached more than once. */
    private static final Pattern NAME = Pattern.compile("step-(\\d{9,18})(?:\\.(\\d{1,9}))?");

    private static final String TEMPORARY = ".new-";
    private static final String TRASH = ".old-";

    /** A committed checkpoint; the order of commits is that of step and repetition. */
    private record Slot(Path path, long step, int repetition) {}

    private final Path directory;
    private final Disk disk;

    /** The checkpoints in a directory that exists. */
    public CheckpointStore(Path directory) {
        this(directory, Disk.REAL);
    }

    CheckpointStore(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Writes and commits a checkpoint. Then it deletes all checkpoints except the latest two and
     * the best.
     *
     * @param variables by name
     * @param carried what the last update carries into the next, by input names
     * @return its directory
     * @throws CheckpointException when it cannot be written; the earlier checkpoints are still
     *     there
     */
    public Path save(
            Map<String, Array> variables, Map<String, Array> carried, Description description) {
        Map<String, Array> tensors = new LinkedHashMap<>(variables);
        carried.forEach((name, value) -> tensors.put(Checkpoint.CARRIED + name, value));
        long step = description.training().step();
        Path temporary = directory.resolve(TEMPORARY + step);
        try {
            disk.delete(temporary);
            disk.createDirectory(temporary);
            write(temporary, tensors, description);
            Path target = free(step);
            disk.rename(temporary, target);
            disk.sync(directory);
            prune();
            return target;
        } catch (IOException e) {
            disk.deleteQuietly(temporary);
            throw new CheckpointException(
                    "cannot write the checkpoint of step "
                            + step
                            + " to "
                            + directory
                            + ": "
                            + Failures.reason(e)
                            + newest().map(s -> "; " + s.path + " is still good").orElse(""),
                    e);
        }
    }

    private void write(Path into, Map<String, Array> tensors, Description description)
            throws IOException {
        Sha256.Tap[] tap = new Sha256.Tap[1];
        disk.create(
                into.resolve(Checkpoint.TENSORS),
                out -> {
                    tap[0] = new Sha256.Tap(out);
                    SafetensorsWriter.write(
                            tap[0],
                            tensors,
                            Map.of("format", "rondo", "step", "" + description.training().step()));
                });
        String json = new Description.Sealed(description, tap[0].bytes(), tap[0].sha256()).toJson();
        disk.create(
                into.resolve(Checkpoint.DESCRIPTION),
                out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        disk.sync(into);
    }

    /**
     * A name that no checkpoint has. A checkpoint is never replaced, since that would take two
     * renames.
     */
    private Path free(long step) throws IOException {
        int repetition = 0;
        for (Slot s : slots()) {
            if (s.step == step) {
                repetition = Math.max(repetition, s.repetition + 1);
            }
        }
        String name = String.format(Locale.ROOT, "step-%09d", step);
        return directory.resolve(repetition == 0 ? name : name + "." + repetition);
    }

    private List<Slot> slots() throws IOException {
        List<Slot> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path p : entries) {
                Matcher m = NAME.matcher(p.getFileName().toString());
                if (m.matches() && Files.isDirectory(p)) {
                    found.add(
                            new Slot(
                                    p,
                                    Long.parseLong(m.group(1)),
                                    m.group(2) == null ? 0 : Integer.parseInt(m.group(2))));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingLong(Slot::step).thenComparingInt(Slot::repetition));
        return found;
    }

    private Optional<Slot> newest() {
        try {
            List<Slot> all = slots();
            return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Directories of the committed checkpoints, oldest first. */
    public List<Path> list() {
        try {
            return slots().stream().map(Slot::path).toList();
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot list the checkpoints in " + directory + ": " + Failures.reason(e), e);
        }
    }

    /**
     * The newest checkpoint; empty when there is none yet.
     *
     * @throws CheckpointException when it is damaged; the message names an older one that is
     *     complete, if there is one, but an older one is never used silently
     */
    public Optional<Checkpoint> latest() {
        List<Path> all = list();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.open(all.getLast()));
        } catch (CheckpointException e) {
            Optional<Path> older =
                    all.reversed().stream().skip(1).filter(CheckpointStore::isWhole).findFirst();
            throw new CheckpointException(
                    e.getMessage()
                            + older.map(
                                            path ->
                                                    ". The older checkpoint "
                                                            + path
                                                            + " is whole; to go on from it, delete the"
                                                            + " newer ones")
                                    .orElse(""),
                    e);
        }
    }

    private static boolean isWhole(Path checkpoint) {
        try {
            Checkpoint.open(checkpoint);
            return true;
        } catch (CheckpointException _) {
            return false;
        }
    }

    /**
     * The checkpoint of the best evaluation; empty when nothing was evaluated.
     *
     * @throws CheckpointException when a checkpoint is damaged
     */
    public Optional<Checkpoint> best() {
        return latest().flatMap(
                        latest ->
                                latest.description()
                                        .training()
                                        .best()
                                        .flatMap(best -> slotOf(best.step()))
                                        .map(
                                                best ->
                                                        best.equals(latest.directory())
                                                                ? latest
                                                                : Checkpoint.open(best)));
    }

    private Optional<Path> slotOf(long step) {
        try {
            return slots().stream()
                    .filter(s -> s.step == step)
                    .map(Slot::path)
                    .reduce((_, second) -> second);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot list the checkpoints in " + directory + ": " + Failures.reason(e), e);
        }
    }

    /** Deletes all checkpoints except the latest two and the best. */
    private void prune() {
        try {
            List<Slot> all = slots();
            Set<Path> keep = new HashSet<>();
            all.reversed().stream().limit(2).forEach(slot -> keep.add(slot.path));
            Description.Sealed newest = description(all.getLast().path);
            newest.description()
                    .training()
                    .best()
                    .flatMap(b -> slotOf(b.step()))
                    .ifPresent(keep::add);
            for (Slot s : all) {
                if (!keep.contains(s.path)) {
                    discard(s.path);
                }
            }
        } catch (IOException | CheckpointException _) {
            // the new checkpoint is committed; what could not be deleted is tried again next time
        }
    }

    private static Description.Sealed description(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve(Checkpoint.DESCRIPTION);
        return Description.parse(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Renames a checkpoint first, since one that is half deleted must not look complete, then
     * deletes it.
     */
    private void discard(Path checkpoint) throws IOException {
        Path trash = directory.resolve(TRASH + checkpoint.getFileName());
        disk.delete(trash);
        disk.rename(checkpoint, trash);
        disk.delete(trash);
    }

    /**
     * Deletes what an interrupted process left half written or half deleted. The caller must hold
     * the lock of the run directory.
     */
    void clean() {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, "{" + TEMPORARY + "," + TRASH + "}*")) {
            entries.forEach(disk::deleteQuietly);
        } catch (DirectoryIteratorException e) {
            throw new CheckpointException(
                    "cannot list " + directory + ": " + Failures.reason(e.getCause()), e);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot list the checkpoints in " + directory + ": " + Failures.reason(e), e);
        }
    }
}
