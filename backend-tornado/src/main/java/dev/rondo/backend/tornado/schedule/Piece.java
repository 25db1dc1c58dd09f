package dev.rondo.backend.tornado.schedule;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The work on each element of a shape.
 *
 * @param dims the extents, at least one, none of them 0
 * @param operations the operations on one element
 * @param stores the destinations of values
 */
public record Piece(List<Integer> dims, List<ElementOp> operations, List<Store> stores) {
    /** Copies the lists. */
    public Piece {
        dims = List.copyOf(dims);
        operations = List.copyOf(operations);
        stores = List.copyOf(stores);
    }

    /**
     * Stores a value in a place.
     *
     * @param to has the extents of the piece; no stride is 0 where the extent is not 1
     * @param value the number of the value
     */
    public record Store(Place to, int value) {}

    /** The same work on other places: first those of the operations, then the destinations. */
    Piece moved(UnaryOperator<Place> places) {
        return new Piece(
                dims,
                operations.stream().map(o -> o.moved(places)).toList(),
                stores.stream().map(s -> new Store(places.apply(s.to()), s.value())).toList());
    }

    /** Number of elements. */
    public int size() {
        return dims.stream().reduce(1, Math::multiplyExact);
    }
}
