package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;
import dev.rondo.backend.Executable;
import dev.rondo.backend.Mismatch;
import dev.rondo.graph.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model on disk, as it was after some step. It is a directory with the tensors ({@value
 * #TENSORS}) and a description ({@value #DESCRIPTION}). Opening one checks that it is complete and
 * unaltered.
 *
 * @param directory the directory
 * @param description what the checkpoint says about itself
 */
public record Checkpoint(Path directory, Description description) {
    /** Name of the file with all variables: parameters, the optimizer's state, counters. */
    public static final String TENSORS = "model.safetensors";

    /** Name of the file that describes the tensors. */
    public static final String DESCRIPTION = "description.json";

    /** Prefix of tensors that are not variables but are carried from update to update. */
    static final String CARRIED = "carried/";

    /** A description takes a few kilobytes; a vocabulary of all Unicode would still fit. */
    private static final long LONGEST_DESCRIPTION = 64 << 20;

    /**
     * Opens a checkpoint and checks it against its checksums.
     *
     * @throws CheckpointException when it is not a checkpoint, was cut short or altered, or has a
     *     newer format
     */
    public static Checkpoint open(Path directory) {
        Path description = directory.resolve(DESCRIPTION);
        Path tensors = directory.resolve(TENSORS);
        if (!Files.isDirectory(directory)) {
            throw new CheckpointException(
                    directory
                            + (Files.exists(directory)
                                    ? " is not a directory, so it is no checkpoint"
                                    : " does not exist"));
        }
        if (!Files.isRegularFile(description)) {
            throw new CheckpointException(
                    directory + " is not a checkpoint: it has no " + DESCRIPTION);
        }
        Description.Sealed sealed;
        try {
            if (Files.size(description) > LONGEST_DESCRIPTION) {
                throw new CheckpointException(
                        description + " is larger than any description is; it was altered");
            }
            sealed = Description.parse(description.toString(), Files.readAllBytes(description));
            checkTensors(tensors, sealed);
        } catch (IOException e) {
            throw new CheckpointException(
                    "cannot read the checkpoint " + directory + ": " + Failures.reason(e), e);
        }
        return new Checkpoint(directory, sealed.description());
    }

    private static void checkTensors(Path tensors, Description.Sealed sealed) throws IOException {
        if (!Files.isRegularFile(tensors)) {
            throw new CheckpointException(
                    tensors + " is missing, though " + DESCRIPTION + " beside it speaks of it");
        }
        long bytes = Files.size(tensors);
        if (bytes != sealed.tensorsBytes()) {
            throw new CheckpointException(
                    tensors
                            + (bytes < sealed.tensorsBytes() ? " was cut short" : " was altered")
                            + ": it should have "
                            + sealed.tensorsBytes()
                            + " bytes and has "
                            + bytes);
        }
        String sha256 = Sha256.of(tensors);
        if (!sha256.equals(sealed.tensorsSha256())) {
            throw new CheckpointException(
                    tensors
                            + " was altered: its SHA-256 should be "
                            + sealed.tensorsSha256()
                            + " and is "
                            + sha256);
        }
    }

    /** The number of updates when it was written. */
    public long step() {
        return description.training().step();
    }

    /** Opens the tensors; the caller closes them. */
    public SafetensorsReader tensors() {
        return SafetensorsReader.open(directory.resolve(TENSORS));
    }

    /**
     * Sets all variables of an executable, to go on with training.
     *
     * @throws CheckpointException when the variables are not exactly those of the checkpoint, by
     *     name, type and shape; the message lists all differences, and nothing is set
     */
    public void restore(Executable executable) {
        restore(executable, true);
    }

    /**
     * Sets all variables of an executable that needs only some of the checkpoint's. A model that is
     * no longer trained is an example.
     *
     * @throws CheckpointException when one of its variables is not in the checkpoint with the same
     *     type and shape; the message lists all differences, and nothing is set
     */
    public void restorePart(Executable executable) {
        restore(executable, false);
    }

    /** What is carried into the next update, by input names; empty for most models. */
    public Map<String, Array> carried() {
        try (SafetensorsReader tensors = tensors()) {
            Map<String, Array> carried = new LinkedHashMap<>();
            for (String name : tensors.names()) {
                if (name.startsWith(CARRIED)) {
                    carried.put(name.substring(CARRIED.length()), tensors.read(name));
                }
            }
            return carried;
        }
    }

    /**
     * The values of some variables.
     *
     * @param variables types and shapes by name
     * @throws CheckpointException when one of them is not in the checkpoint with the same type and
     *     shape; the message lists all differences
     */
    public Map<String, Array> values(Map<String, Type> variables) {
        return values(variables, false);
    }

    private void restore(Executable executable, boolean exactly) {
        executable.load(values(Mismatch.types(executable.variables()), exactly));
    }

    private Map<String, Array> values(Map<String, Type> variables, boolean exactly) {
        try (SafetensorsReader tensors = tensors()) {
            Mismatch found = Mismatch.between(variables, types(tensors));
            Mismatch refused = exactly ? found : found.withoutUnexpected();
            if (!refused.isEmpty()) {
                throw new CheckpointException(
                        "the checkpoint " + directory + " does not fit the model:\n  " + refused);
            }
            Map<String, Array> values = new LinkedHashMap<>();
            variables.keySet().forEach(name -> values.put(name, tensors.read(name)));
            return values;
        }
    }

    /** Types and shapes of the tensors that were variables. */
    private static Map<String, Type> types(SafetensorsReader tensors) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            if (!name.startsWith(CARRIED)) {
                types.put(name, new Type(tensors.dtype(name), tensors.shape(name)));
            }
        }
        return types;
    }
}
