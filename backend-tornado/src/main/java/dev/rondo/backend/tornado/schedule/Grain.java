package dev.rondo.backend.tornado.schedule;

/**
 * How finely a device wants its work divided.
 *
 * @param largestGroup the largest number of work-items in a work-group, at least {@link
 *     #SMALLEST_GROUP}
 * @param sharing whether the items of a work-group gain by shared memory. On a CPU they do not: a
 *     core runs one item after the other, and each barrier makes it go through all of them again
 * @param costs what its work costs
 */
public record Grain(int largestGroup, boolean sharing, Costs costs) {
    /**
     * Items of a work-group when their number does not matter. TornadoVM gives FPGAs this number.
     */
    public static final int SMALLEST_GROUP = 64;

    /** Items of the largest work-groups that are used. */
    public static final int LARGEST_GROUP = 256;

    /** With fewer rows or columns, most of a product's tiles would be edge. */
    private static final int SMALL = 32;

    /** The number of items that keeps a device busy. With this many, items need not share work. */
    private static final int ENOUGH_ITEMS = 1 << 15;

    /** The number of elements that a small work-group processes quickly. */
    private static final int LITTLE = 64 * SMALLEST_GROUP;

    /** With fewer elements of a sum, an additional item does not pay. */
    private static final int FEW = 32;

    /** Checks the size of groups. */
    public Grain {
        if (largestGroup < SMALLEST_GROUP) {
            throw new IllegalArgumentException(
                    "work-groups have at least " + SMALLEST_GROUP + " items, not " + largestGroup);
        }
    }

    /**
     * How many items of a work-group share one element of a reduction: a power of two that depends
     * on the extents alone.
     *
     * @param outputs number of elements of the result
     * @param length number of elements that are reduced to one
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
     * Whether one small work-group does the work in about the time in which a device starts another
     * kernel.
     *
     * @param items number of elements of the result
     * @param length number of elements that are reduced to one
     */
    public boolean little(long items, long length) {
        return items * Math.max(1, length) <= LITTLE;
    }

    /**
     * Items of a work-group that does several things one after the other. The items would wait for
     * each other after each of them. A core of a CPU does them faster as one item, and its compiler
     * has less to do.
     *
     * @param many how many there are where items gain by each other
     */
    public int itemsInTurn(int many) {
        return sharing ? many : 1;
    }

    /** The same device, when the items of a work-group share nothing. */
    Grain unshared() {
        return new Grain(largestGroup, false, costs);
    }

    /** Whether the items of a work-group share the operands of a product of these extents. */
    public boolean tiles(int rows, int columns, int depth) {
        return sharing && rows >= SMALL && columns >= SMALL && depth >= SMALL;
    }
}
