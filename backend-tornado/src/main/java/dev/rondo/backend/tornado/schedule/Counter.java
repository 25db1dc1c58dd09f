package dev.rondo.backend.tornado.schedule;

/**
 * The number of a loop's step, on the device: the row that this step reads and writes, counted up
 * from 0 or down from the last row. Before the first step it is 0 (reversed: steps − 1), and after
 * the last step it is steps (reversed: −1).
 *
 * @param cell an element of the arena {@code WORK} of type I32
 */
public record Counter(int cell) {
    /** The number of a member of {@link Task.ForEach}. It is in no memory. */
    public static final Counter MEMBER = new Counter(-1);

    /** The arena of all other counters. */
    public static final Arena ARENA = Arena.of(Area.WORK, dev.rondo.array.DType.I32);
}
