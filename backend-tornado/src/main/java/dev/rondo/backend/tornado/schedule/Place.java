package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

import java.util.List;

/**
 * The position of a tensor or of a view: element (i₀, i₁, …) is at {@code address + Σ i·stride}.
 *
 * @param arena the array
 * @param dtype type of the values; BOOL lies in an arena of type I32
 * @param address address of the first element
 * @param dims extents
 * @param strides strides in elements; 0 repeats an element
 */
public record Place(
        Arena arena, DType dtype, Address address, List<Integer> dims, List<Integer> strides) {
    /** Copies the lists. */
    public Place {
        dims = List.copyOf(dims);
        strides = List.copyOf(strides);
    }

    /** The same elements at another address. */
    public Place at(Address other) {
        return new Place(arena, dtype, other, dims, strides);
    }

    /** Number of elements. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    /** Number of axes. */
    public int rank() {
        return dims.size();
    }
}
