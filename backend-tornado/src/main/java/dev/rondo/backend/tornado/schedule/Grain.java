package dev.rondo.backend.tornado.schedule;

/**
 * How finely a device wants its work divided.
 *
 * @param largestGroup the most work-items that a work-group may have, at least {@link
 *     #SMALLEST_GROUP}
 * @param sharing whether the items of a work-group gain by sharing memory. Those of a CPU do not: a
 *     core does one after the other, and each barrier makes it go through all of them again
 */
public record Grain(int largestGroup, boolean sharing) {
    /** Items of a work-group where their number does not matter; what TornadoVM makes FPGAs use. */
    public static final int SMALLEST_GROUP = 64;

    /** Items of the largest work-groups there are. */
    public static final int LARGEST_GROUP = 256;

    /** Rows and columns below which tiles of a product would mostly be edge. */
    private static final int SMALL = 32;

    /** Items that keep a device busy; with so many, none needs to share its work. */
    private static final int ENOUGH_ITEMS = 1 << 15;

    /** Elements that the items of a small work-group go through quickly. */
    private static final int LITTLE = 64 * SMALLEST_GROUP;

    /** Elements of a sum below which an item is not worth its while. */
    private static final int FEW = 32;

    /** Checks that there is a group. */
    public Grain {
        if (largestGroup < SMALLEST_GROUP) {
            throw new IllegalArgumentException(
                    "work-groups have at least " + SMALLEST_GROUP + " items, not " + largestGroup);
        }
    }

    /**
     * How many items of a work-group share one element of a reduction: a power of two, which
     * depends on the extents alone.
     *
     * @param outputs elements of the result
     * @param length elements that make one of the result
     */
    public int slices(long outputs, long length) {
        int n = 1;
        while (sharing
                && n < largestGroup
                && length / (2 * n) >= FEW
                && 2 * n * outputs <= ENOUGH_ITEMS) {
            n *= 2;
        }
        return n;
    }

    /**
     * Whether one small work-group does something in about the time that a device takes to begin
     * with another kernel.
     *
     * @param items elements of the result
     * @param length elements that make one of the result
     */
    public boolean little(long items, long length) {
        return items * Math.max(1, length) <= LITTLE;
    }

    /** Whether the items of a work-group share the operands of a product of these extents. */
    public boolean tiles(int rows, int columns, int depth) {
        return sharing && rows >= SMALL && columns >= SMALL && depth >= SMALL;
    }
}
