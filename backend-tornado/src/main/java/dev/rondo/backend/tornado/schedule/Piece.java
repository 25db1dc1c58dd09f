package dev.rondo.backend.tornado.schedule;

import java.util.List;

/**
 * What is done with each element of a shape.
 *
 * @param dims the extents, at least one, none of them 0
 * @param steps the operations on one element
 * @param stores where values go
 */
public record Piece(List<Integer> dims, List<Step> steps, List<Store> stores) {
    /** Copies the lists. */
    public Piece {
        dims = List.copyOf(dims);
        steps = List.copyOf(steps);
        stores = List.copyOf(stores);
    }

    /**
     * Puts a value into a place.
     *
     * @param to extents of the piece; its strides are not 0 where the extent is not 1
     * @param value the number of the value
     */
    public record Store(Place to, int value) {}

    /** Number of elements. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }
}
