package dev.rondo.models.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint says about itself, besides the numbers.
 *
 * @param model what is needed to build the model again
 * @param training how far training had come
 * @param provenance the stretches of training that led here, oldest first
 */
public record Description(
        Configuration model, TrainingState training, List<Provenance> provenance) {
    /** The format that this version writes, and the newest one that it reads. */
    static final int VERSION = 1;

    private static final String FORMAT = "rondo-checkpoint";
    private static final String CHECKSUM = "checksum";

    /** Copies the list. */
    public Description {
        provenance = List.copyOf(provenance);
    }

    /**
     * A description as it is in a file, with the tensors that it belongs to.
     *
     * @param tensorsBytes size of the file of the tensors
     * @param tensorsSha256 SHA-256 of that file
     */
    public record Sealed(Description description, long tensorsBytes, String tensorsSha256) {
        /**
         * The text of the file. Its checksum is that of the text without the checksum, on one line.
         */
        String toJson() {
            Configuration c =
                    Configuration.empty()
                            .with("format", FORMAT)
                            .with("version", VERSION)
                            .with("model", description.model)
                            .with("training", description.training.toJson())
                            .with(
                                    "provenance",
                                    description.provenance.stream()
                                            .map(Provenance::toJson)
                                            .toList())
                            .with(
                                    "tensors",
                                    Configuration.empty()
                                            .with("bytes", tensorsBytes)
                                            .with("sha256", tensorsSha256));
            return Json.pretty(c.with(CHECKSUM, checksum(c.values())).values());
        }
    }

    private static String checksum(Map<String, Object> values) {
        return Sha256.of(Json.compact(values).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a description.
     *
     * @param file name of the file, for messages
     * @throws CheckpointException when it is not a description, has a newer format, or was altered
     */
    public static Sealed parse(String file, byte[] bytes) {
        Map<String, Object> values;
        try {
            values = new LinkedHashMap<>(Json.object(Json.utf8(bytes)));
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file
                            + " is not well-formed JSON: "
                            + Json.reason(e)
                            + "; it was cut short or altered",
                    e);
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + " is not UTF-8; it was altered", e);
        }
        Configuration c = Configuration.of(file, values);
        if (!c.has("format") || !c.text("format").equals(FORMAT)) {
            throw new CheckpointException(file + " does not describe a checkpoint of Rondo");
        }
        // first of all, because a newer format may have changed everything else
        long version = c.integer("version");
        if (version > VERSION) {
            throw new CheckpointException(
                    file
                            + " was written by a newer version of Rondo: its format is "
                            + version
                            + ", this version reads up to "
                            + VERSION
                            + ". Use a newer Rondo");
        }
        String found = c.text(CHECKSUM);
        values.remove(CHECKSUM);
        String expected = checksum(values);
        if (!found.equals(expected)) {
            throw new CheckpointException(
                    file
                            + " was altered: its checksum should be "
                            + expected
                            + ", it says "
                            + found);
        }
        List<Provenance> provenance = new ArrayList<>();
        c.sections("provenance").forEach(p -> provenance.add(Provenance.parse(p)));
        Configuration tensors = c.section("tensors");
        return new Sealed(
                new Description(
                        c.section("model"), TrainingState.parse(c.section("training")), provenance),
                tensors.count("bytes"),
                tensors.text("sha256"));
    }
}
