package dev.rondo.backend.simd.product;

/**
 * How the columns of a product are cut into panels of 3, 2 or 1 vectors. Panels have three vectors
 * unless a single vector would be left over, because a panel of one vector is slow. The cut depends
 * on the number of columns alone.
 */
final class Panels {
    private Panels() {}

    /** The number of vectors that hold this many columns. */
    static int vectors(int columns, int lanes) {
        return (columns + lanes - 1) / lanes;
    }

    /** Number of panels. */
    static int count(int vectors) {
        return (vectors + 2) / 3;
    }

    /**
     * The vector at which a panel starts. For the panel after the last it is the number of vectors.
     */
    static int start(int panel, int vectors) {
        int panels = count(vectors);
        // 3n − 1 vectors end with one pair, 3n − 2 with two pairs.
        int pairs = Math.min(3 * panels - vectors, panels);
        int threes = panels - pairs;
        return panel <= threes ? 3 * panel : Math.min(2 * panel + threes, vectors);
    }
}
