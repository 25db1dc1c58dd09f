package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Safetensors;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A user's arrays. Each is checked when it is taken, and none may be left over. */
final class InputFile {
    /** The array that may stay unused, so that one file can be used with and without gradients. */
    static final String GRAD_OUTPUT = "grad_output";

    private final Path file;
    private final Map<String, Array> arrays;
    private final Set<String> known = new LinkedHashSet<>(Set.of(GRAD_OUTPUT));

    private InputFile(Path file, Map<String, Array> arrays) {
        this.file = file;
        this.arrays = arrays;
    }

    static InputFile read(Path file) {
        return new InputFile(file, Safetensors.read(file).tensors());
    }

    /** Numbers that must be in the file. */
    Array floats(String name, Extent... extents) {
        return optionalFloats(name, extents)
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        String.format(
                                                Locale.ROOT,
                                                "%s: '%s' is missing, expected float%s; it has [%s]",
                                                file,
                                                name,
                                                List.of(extents),
                                                Names.some(arrays.keySet()))));
    }

    /** Numbers that may be in the file. */
    Optional<Array> optionalFloats(String name, Extent... extents) {
        known.add(name);
        Array a = arrays.get(name);
        if (a == null) {
            return Optional.empty();
        }
        boolean fits = a.dtype().isFloat() && a.shape().rank() == extents.length;
        for (int i = 0; fits && i < extents.length; i++) {
            fits = extents[i].allows(a.shape().dim(i));
        }
        if (!fits) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: '%s': expected float%s, found %s",
                            file,
                            name,
                            List.of(extents),
                            a.dtype() + "" + a.shape()));
        }
        return Optional.of(a);
    }

    /** Numbers of exactly this shape. */
    Array floats(String name, Shape shape) {
        return floats(
                name,
                Arrays.stream(shape.dims())
                        .mapToObj(n -> new Extent(Integer.toString(n), n))
                        .toArray(Extent[]::new));
    }

    /** The number of steps of each row, if the file has it. */
    Optional<Array> lengths(int batch, int most) {
        known.add("lengths");
        Array a = arrays.get("lengths");
        if (a == null) {
            return Optional.empty();
        }
        if (a.dtype() != DType.I32 || !a.shape().equals(Shape.of(batch))) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: 'lengths': expected whole numbers [%d], found %s",
                            file,
                            batch,
                            a.dtype() + "" + a.shape()));
        }
        for (int length : a.i32()) {
            if (length < 0 || length > most) {
                throw new CheckpointException(
                        String.format(
                                Locale.ROOT,
                                "%s: 'lengths': expected numbers from 0 to %d, found %d",
                                file,
                                most,
                                length));
            }
        }
        return Optional.of(a);
    }

    /** Fails if the file holds more arrays than were taken. */
    void checkNothingLeft() {
        Set<String> left = new LinkedHashSet<>(arrays.keySet());
        left.removeAll(known);
        if (!left.isEmpty()) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: %s left over; what can be used here is %s",
                            file,
                            Names.some(left),
                            Names.some(known)));
        }
    }
}
