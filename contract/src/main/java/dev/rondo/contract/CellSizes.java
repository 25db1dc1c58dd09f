package dev.rondo.contract;

import dev.rondo.array.Shape;

/**
 * Sizes of the sequences on which a cell is checked. They should be different primes, so that no
 * two axes can be confused.
 *
 * @param steps T
 * @param batch B
 * @param inputs I
 * @param units H
 * @param image the axes of an input between batch and I, such as height and width of an image; none
 *     for most cells
 */
public record CellSizes(int steps, int batch, int inputs, int units, Shape image) {
    /** T, B, I and H of a cell that reads rows. */
    public CellSizes(int steps, int batch, int inputs, int units) {
        this(steps, batch, inputs, units, Shape.of());
    }

    /** The same sizes with other axes between batch and I. */
    public CellSizes over(Shape newImage) {
        return new CellSizes(steps, batch, inputs, units, newImage);
    }

    /** Another number of steps. */
    CellSizes steps(int number) {
        return new CellSizes(number, batch, inputs, units, image);
    }

    /** Another number of rows. */
    CellSizes batch(int number) {
        return new CellSizes(steps, number, inputs, units, image);
    }

    /** The shape of sequences of inputs: T, B, the image and I. */
    Shape sequence() {
        return sequence(steps);
    }

    /** {@link #sequence()} of another number of steps. */
    Shape sequence(int number) {
        int[] dims = new int[3 + image.rank()];
        dims[0] = number;
        dims[1] = batch;
        System.arraycopy(image.dims(), 0, dims, 2, image.rank());
        dims[dims.length - 1] = inputs;
        return Shape.of(dims);
    }

    /** T, B, I and H for most cells. */
    public static CellSizes defaults() {
        return new CellSizes(5, 3, 2, 7);
    }

    /** Sizes larger than one tile of any matrix product, and not a multiple of any usual tile. */
    public static CellSizes wide() {
        return new CellSizes(11, 5, 19, 37);
    }

    /** Lengths in turn: 0, 1, T, and values between them. */
    public int[] lengths() {
        int[] n = new int[batch];
        for (int b = 0; b < batch; b++) {
            n[b] =
                    switch (b % 4) {
                        case 0 -> steps;
                        case 1 -> 0;
                        case 2 -> 1;
                        default -> steps / 2 + 1;
                    };
        }
        return n;
    }
}
