package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors as one safetensors file, a format in which PyTorch, JAX and others exchange
 * weights: the length of the header in eight bytes, a header in JSON, the numbers. {@link
 * SafetensorsReader} opens a file without reading all of it.
 *
 * @param tensors by name
 * @param metadata free texts
 */
public record Safetensors(Map<String, Array> tensors, Map<String, String> metadata) {
    /** Copies the maps, not the arrays. */
    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Tensors without metadata. */
    public static Safetensors of(Map<String, Array> tensors) {
        return new Safetensors(tensors, Map.of());
    }

    /**
     * Reads a whole file.
     *
     * @throws CheckpointException when it cannot be read or is not a safetensors file
     */
    public static Safetensors read(Path file) {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            Map<String, Array> tensors = new LinkedHashMap<>();
            for (String name : reader.names()) {
                tensors.put(name, reader.read(name));
            }
            return new Safetensors(tensors, reader.metadata());
        }
    }

    /**
     * Writes a file, as {@link OutputFile} does.
     *
     * @throws CheckpointException when it cannot be written
     */
    public void write(Path file) {
        OutputFile.write(file, out -> SafetensorsWriter.write(out, tensors, metadata));
    }
}
