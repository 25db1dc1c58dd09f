package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The places of a program's variables.
 *
 * @param places the place of each variable, in the order of declaration
 * @param sizes elements of the arenas
 */
public record VariableLayout(Map<Variable, Place> places, Map<Arena, Integer> sizes) {
    /** Copies the maps. */
    public VariableLayout {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    /** A layout with one variable after the other. */
    public static VariableLayout of(List<Variable> variables, DType model) {
        Map<Variable, Place> places = new LinkedHashMap<>();
        Map<Arena, Integer> sizes = new LinkedHashMap<>();
        for (Variable v : variables) {
            DType dtype = v.dtype(model);
            Arena arena = Arena.of(Area.VARIABLES, dtype);
            int at = sizes.getOrDefault(arena, 0);
            places.put(
                    v,
                    new Place(
                            arena,
                            dtype,
                            Address.fixed(at),
                            IntStream.of(v.shape().dims()).boxed().toList(),
                            IntStream.of(v.shape().strides()).boxed().toList()));
            int end = Storage.elements(dtype, v.shape());
            sizes.put(arena, Offsets.aligned(arena, (long) at + end));
        }
        return new VariableLayout(places, sizes);
    }
}
