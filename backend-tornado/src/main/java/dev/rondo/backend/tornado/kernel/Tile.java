package dev.rondo.backend.tornado.kernel;

import java.util.List;

/**
 * How a work-group shares a part of a product. The part is a tile of the result, and each item
 * computes some of its rows and columns in registers. The operands go through shared memory, a part
 * of K at a time.
 *
 * @param rows rows of the result
 * @param columns columns of the result
 * @param depth elements of K at a time
 * @param itemRows rows of an item
 * @param itemColumns columns of an item
 */
record Tile(int rows, int columns, int depth, int itemRows, int itemColumns) {
    /**
     * From large to small. Shared memory stays below 16 KB, and the last tile has the smallest
     * group.
     */
    static final List<Tile> F32 =
            List.of(
                    new Tile(128, 128, 8, 8, 8),
                    new Tile(64, 64, 16, 4, 4),
                    new Tile(32, 32, 32, 4, 4));

    /** Tiles for numbers of twice the size. */
    static final List<Tile> F64 = List.of(new Tile(64, 64, 8, 4, 4), new Tile(32, 32, 16, 4, 4));

    /** Items that share the columns of the tile. */
    int across() {
        return columns / itemColumns;
    }

    /** Items that share the rows of the tile. */
    int down() {
        return rows / itemRows;
    }

    /** Items of the work-group. */
    int items() {
        return across() * down();
    }
}
