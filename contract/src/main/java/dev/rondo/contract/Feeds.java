package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Operands of one shape with every layout in memory: contiguous, transposed, sliced from something
 * larger, a column with gaps, repeated, just computed.
 */
final class Feeds {
    /** Makes numbers of a shape. */
    @FunctionalInterface
    interface Source {
        Tensor make(int... dims);
    }

    /** Extents of every operand here. Neither divides the other, or the width of a vector. */
    static final int ROWS = 13;

    static final int COLUMNS = 25;

    private Feeds() {}

    /** Operands [13, 25]. */
    static List<Tensor> matrices(Source s) {
        Shape shape = Shape.of(ROWS, COLUMNS);
        List<Tensor> all = new ArrayList<>();
        all.add(s.make(ROWS, COLUMNS));
        all.add(s.make(COLUMNS, ROWS).transpose());
        all.add(s.make(ROWS + 4, COLUMNS + 6).slice(0, 2, ROWS + 2).slice(1, 3, COLUMNS + 3));
        all.add(s.make(COLUMNS).broadcastTo(shape));
        all.add(s.make(ROWS, 1).broadcastTo(shape));
        all.add(s.make().broadcastTo(shape));
        all.add(s.make(COLUMNS, ROWS, 3).at(2, 1).transpose());
        all.add(s.make(5, ROWS, 5).transpose(1, 0, 2).reshape(ROWS, COLUMNS));
        all.add(s.make(ROWS, 1, COLUMNS).transpose(2, 1, 0).at(1, 0).transpose());
        return all;
    }

    /** Vectors of awkward lengths. */
    static List<Tensor> vectors(Source s) {
        List<Tensor> all = new ArrayList<>();
        for (int n : Sizes.AWKWARD) {
            all.add(s.make(n));
        }
        all.add(s.make());
        all.add(s.make(ROWS, COLUMNS).at(1, 7));
        all.add(s.make(ROWS, COLUMNS).at(0, 7));
        all.add(s.make(3, 5, 7).transpose(2, 0, 1));
        return all;
    }
}
