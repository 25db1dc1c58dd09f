package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

import java.util.List;

/**
 * Where a tensor, or a view of one, lies: element (i₀, i₁, …) at {@code address + Σ i·stride}.
 *
 * @param arena the array
 * @param dtype type of the values; BOOL lies in an arena of type I32
 * @param address of the first element
 * @param dims extents
 * @param strides in elements; 0 repeats
 */
public record Place(
        Arena arena, DType dtype, Address address, List<Integer> dims, List<Integer> strides) {
    /** Copies the lists. */
    public Place {
        dims = List.copyOf(dims);
        strides = List.copyOf(strides);
    }

    /** Number of elements that it shows. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    /** Number of axes. */
    public int rank() {
        return dims.size();
    }
}
