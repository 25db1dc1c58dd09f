package dev.rondo.contract;

/**
 * Sizes of the sequences on which a cell is checked. They should be different primes, so that no
 * two axes can be confused.
 *
 * @param steps T
 * @param batch B
 * @param inputs I
 * @param units H
 */
public record CellSizes(int steps, int batch, int inputs, int units) {
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
