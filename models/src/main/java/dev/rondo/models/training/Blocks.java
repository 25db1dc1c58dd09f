package dev.rondo.models.training;

/**
 * The equal blocks of rows into which each batch is cut, and those that a member of a group takes.
 *
 * @param count how many there are
 * @param from its first
 * @param to the one after its last
 */
record Blocks(int count, int from, int to) {
    /** All rows at once. */
    static final Blocks WHOLE = new Blocks(1, 0, 1);

    /**
     * The share of a member: neighboring blocks, as many as the others have, or one more or less.
     */
    static Blocks of(int count, int rank, int size) {
        return new Blocks(count, from(count, rank, size), from(count, rank + 1, size));
    }

    private static int from(int count, int rank, int size) {
        return (int) ((long) count * rank / size);
    }
}
