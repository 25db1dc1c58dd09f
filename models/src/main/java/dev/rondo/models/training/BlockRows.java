package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;

/** The rows of one of the equal blocks into which a batch is cut. */
final class BlockRows {
    private BlockRows() {}

    /**
     * Cuts the rows of a block out of an array of all rows. The rows lie along the axis in which
     * the two shapes differ. An array of the block's own shape has no rows, and is taken as it is.
     *
     * @param name of the array, for messages
     * @param block number of the block, from 0
     * @param blocks how many there are
     * @param part the shape of a block
     * @throws IllegalArgumentException when so many blocks are not the whole array
     */
    static Array cut(String name, Array whole, int block, int blocks, Shape part) {
        if (whole.shape().equals(part)) {
            return whole;
        }
        int axis = axis(whole.shape(), part, blocks);
        if (axis < 0) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' is "
                            + whole.shape()
                            + " in a batch, which cannot be cut into "
                            + blocks
                            + " blocks of "
                            + part);
        }
        Array cut = Array.zeros(whole.dtype(), part);
        int outer = elements(part, 0, axis);
        int inner = elements(part, axis, part.rank());
        for (int i = 0; i < outer; i++) {
            Buffer.copy(
                    whole.buffer(), (i * blocks + block) * inner, cut.buffer(), i * inner, inner);
        }
        return cut;
    }

    private static int axis(Shape whole, Shape part, int blocks) {
        if (whole.rank() != part.rank()) {
            return -1;
        }
        int axis = -1;
        for (int i = 0; i < whole.rank(); i++) {
            if (whole.dim(i) == part.dim(i)) {
                continue;
            }
            if (axis >= 0 || whole.dim(i) != (long) blocks * part.dim(i)) {
                return -1;
            }
            axis = i;
        }
        return axis;
    }

    private static int elements(Shape shape, int from, int to) {
        int n = 1;
        for (int i = from; i < to; i++) {
            n *= shape.dim(i);
        }
        return n;
    }
}
