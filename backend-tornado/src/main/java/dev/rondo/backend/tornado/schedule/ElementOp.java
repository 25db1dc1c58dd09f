package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One operation on one element of a {@link Piece}, or on one element that a {@link Task.Reduce}
 * reduces. Values are numbered in the order of their operations. Operands are numbers of earlier
 * values. {@link dev.rondo.kernels.Kernels} defines the operations, including NaN and division by
 * zero.
 */
public sealed interface ElementOp {
    /** Type of the value. */
    DType type();

    /** The element of a place that has the extents of the piece. */
    record Load(Place place) implements ElementOp {
        @Override
        public DType type() {
            return place.dtype();
        }
    }

    /** A number. For type BOOL it is 0 or 1, and for type I32 an integer. */
    record Constant(DType type, double value) implements ElementOp {}

    /** {@code position / inner % extent} of the element's row-major position; I32. */
    record Coordinate(int inner, int extent) implements ElementOp {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /** The number of a loop's step; I32. */
    record Count(Counter counter) implements ElementOp {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /** A function of one value. */
    record Unary(UnaryOp op, DType type, int x) implements ElementOp {}

    /** A function of two values of one type. */
    record Binary(BinaryOp op, DType type, int a, int b) implements ElementOp {}

    /** Compares two values of one type. */
    record Compare(CompareOp op, int a, int b) implements ElementOp {
        @Override
        public DType type() {
            return DType.BOOL;
        }
    }

    /** condition ? a : b, of any type. */
    record Select(DType type, int condition, int a, int b) implements ElementOp {}

    /** Converts as Java's casts do. BOOL becomes 0 or 1, and every value except 0 is true. */
    record Cast(DType type, int x) implements ElementOp {}

    /**
     * Word {@code p % 4} of the Philox block with counter (p / 4, key[1], key[2], site) and key
     * (key[0], 0x526F6E64); I32.
     *
     * @param key a vector of three integers, seed, step and time, whatever the extents of the piece
     * @param position the value that is p, not negative
     */
    record Bits(Place key, int site, int position) implements ElementOp {
        @Override
        public DType type() {
            return DType.I32;
        }
    }

    /**
     * A row by index: the element of {@code place} moved by {@code index · stride} elements. If the
     * index does not lie in 0 … rows − 1, nothing is read, the value is 0, and the fault is raised.
     *
     * @param place row 0 of the table for every index; has the extents of the piece
     * @param index the value that is the index
     * @param position the value that is the position among the indices, for the message
     */
    record Pick(Place place, int index, int stride, int rows, int position, Fault.Outside fault)
            implements ElementOp {
        @Override
        public DType type() {
            return place.dtype();
        }
    }

    /** The value itself, a float. Raises the fault when it is not finite. */
    record Watch(DType type, int x, Fault.NotFinite fault) implements ElementOp {}

    /** The same operation on other places. */
    default ElementOp moved(UnaryOperator<Place> places) {
        return switch (this) {
            case Load l -> new Load(places.apply(l.place()));
            case Bits b -> new Bits(places.apply(b.key()), b.site(), b.position());
            case Pick p ->
                    new Pick(
                            places.apply(p.place()),
                            p.index(),
                            p.stride(),
                            p.rows(),
                            p.position(),
                            p.fault());
            case Constant _,
                    Coordinate _,
                    Count _,
                    Unary _,
                    Binary _,
                    Compare _,
                    Select _,
                    Cast _,
                    Watch _ ->
                    this;
        };
    }

    /** The numbers of the values that an operation uses. */
    default List<Integer> operands() {
        return switch (this) {
            case Load _, Constant _, Coordinate _, Count _ -> List.of();
            case Unary u -> List.of(u.x());
            case Binary b -> List.of(b.a(), b.b());
            case Compare c -> List.of(c.a(), c.b());
            case Select s -> List.of(s.condition(), s.a(), s.b());
            case Cast c -> List.of(c.x());
            case Bits b -> List.of(b.position());
            case Pick p -> List.of(p.index(), p.position());
            case Watch w -> List.of(w.x());
        };
    }
}
