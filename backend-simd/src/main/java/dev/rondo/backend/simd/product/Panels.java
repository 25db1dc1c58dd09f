package dev.rondo.backend.simd.product;

/**
 * How the columns of a product are cut into panels of 3, 2 or 1 vectors: threes as long as no
 * single vector is left over, for a panel of one vector is slow. A function of the number of
 * columns alone.
 */
final class Panels {
    private Panels() {}

    /** Vectors that hold this many columns. */
    static int vectors(int columns, int lanes) {
        return (columns + lanes - 1) / lanes;
    }

    /** Number of panels. */
    static int count(int vectors) {
        return (vectors + 2) / 3;
    }

    /** The vector at which a panel starts; for the panel after the last the number of vectors. */
    static int start(int panel, int vectors) {
        int panels = count(vectors);
        // 3n − 1 vectors end with one pair, 3n − 2 with two.
        int pairs = Math.min(3 * panels - vectors, panels);
        int threes = panels - pairs;
        return panel <= threes ? 3 * panel : Math.min(2 * panel + threes, vectors);
    }
}
