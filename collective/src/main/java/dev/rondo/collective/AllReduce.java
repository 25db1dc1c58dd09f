package dev.rondo.collective;

/**
 * A member of a group that adds up arrays. All members call the same methods in the same order,
 * with arrays of the same length; after a call each has the sum.
 *
 * <p>The sum of an element is ((x₀ + x₁) + x₂) + …, in the order of ranks. The bits of a result
 * therefore depend on the number of members alone, and not on what carries the numbers.
 *
 * <p>For one thread at a time. After a {@link CollectiveException} the group is of no more use.
 */
public sealed interface AllReduce extends AutoCloseable permits Alone, Ring, LocalMember {
    /** Which member this is, from 0. */
    int rank();

    /** How many members there are. */
    int size();

    /**
     * Replaces values by their sums over all members.
     *
     * @param values as many as those of the other members
     * @throws CollectiveException when a member is gone, silent for too long, or sums another
     *     number of values
     */
    void sum(float[] values);

    /**
     * Replaces values by their sums over all members.
     *
     * @param values as many as those of the other members
     * @throws CollectiveException as {@link #sum(float[])}
     */
    void sum(double[] values);

    /** Leaves the group. Members that wait for this one fail. */
    @Override
    void close();

    /** The only member of a group. */
    static AllReduce alone() {
        return new Alone();
    }
}
