package dev.rondo.backend.tornado.kernel;

/**
 * The part of a product that one work-item computes: adjacent rows and adjacent columns of the
 * result. Each element of an operand that the item reads then serves several elements of the
 * result.
 *
 * @param rows number of rows
 * @param columns number of columns
 */
record Block(int rows, int columns) {
    /** One element for each item. This gives the most items. */
    static final Block ELEMENT = new Block(1, 1);

    /**
     * The most elements of a block. Each is a local variable, and with more of them a processor
     * runs out of registers.
     */
    private static final int MOST = 16;

    private static final int MOST_ROWS = 4;
    private static final int MOST_COLUMNS = 8;

    /** The largest block that is not larger than a result of these extents. */
    static Block within(int rows, int columns) {
        int r = Math.min(MOST_ROWS, Integer.highestOneBit(Math.max(1, rows)));
        int most = Math.min(MOST_COLUMNS, MOST / r);
        return new Block(r, Math.min(most, Integer.highestOneBit(Math.max(1, columns))));
    }
}
