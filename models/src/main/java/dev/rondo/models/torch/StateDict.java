package dev.rondo.models.torch;

import dev.rondo.array.Array;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Safetensors;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Weights by the names that PyTorch gives them.
 *
 * @param origin where they come from, for messages
 * @param tensors by full name
 */
public record StateDict(String origin, Map<String, Array> tensors) {
    /** Copies the map, not the arrays. */
    public StateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads a safetensors file.
     *
     * @throws CheckpointException when it cannot be read or is not one
     */
    public static StateDict read(Path file) {
        return new StateDict(file.toString(), Safetensors.read(file).tensors());
    }

    /**
     * Reads several files as one.
     *
     * @throws CheckpointException when one cannot be read, or two hold a tensor of the same name
     */
    public static StateDict read(List<Path> files) {
        Map<String, Array> all = new LinkedHashMap<>();
        for (Path file : files) {
            read(file)
                    .tensors()
                    .forEach(
                            (name, a) -> {
                                if (all.putIfAbsent(name, a) != null) {
                                    throw new CheckpointException(
                                            file + ": '" + name + "' is in another file too");
                                }
                            });
        }
        return new StateDict(Names.some(files), all);
    }

    /** The tensors whose names start with a prefix, under their full names. */
    public StateDict under(String prefix) {
        return where(name -> name.startsWith(prefix));
    }

    /** The tensors whose names are accepted. */
    public StateDict where(Predicate<String> wanted) {
        Map<String, Array> found = new LinkedHashMap<>(tensors);
        found.keySet().removeIf(wanted.negate());
        return new StateDict(origin, found);
    }

    /** Every prefix under which there is a tensor of that name: {@code ""}, {@code encoder.}, … */
    public List<String> prefixesOf(String name) {
        return tensors.keySet().stream()
                .filter(n -> n.equals(name) || n.endsWith("." + name))
                .map(n -> n.substring(0, n.length() - name.length()))
                .toList();
    }

    /**
     * A tensor whose extents say how large a module is.
     *
     * @throws CheckpointException when it is missing or no matrix
     */
    public Array matrix(String name) {
        Array a = tensors.get(name);
        if (a == null) {
            throw new CheckpointException(
                    origin
                            + ": '"
                            + name
                            + "' is missing; it has "
                            + (tensors.isEmpty() ? "nothing" : Names.some(tensors.keySet())));
        }
        if (a.shape().rank() != 2 || a.size() == 0) {
            throw new CheckpointException(
                    origin
                            + ": '"
                            + name
                            + "' must be a matrix, expected two axes of at least 1, found "
                            + a.dtype()
                            + a.shape());
        }
        return a;
    }

    /** A tensor of that name, or null. */
    Array get(String name) {
        return tensors.get(name);
    }
}
