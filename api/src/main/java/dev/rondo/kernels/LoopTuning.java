package dev.rondo.kernels;

/**
 * What the hardware of a backend makes worthwhile when a loop is divided among {@link
 * Kernels#lanes}. The results do not depend on it.
 *
 * @param laneRows the fewest rows of the batch for which a separate lane pays
 * @param laneWork the multiply-adds of a whole loop from which waking the other lanes pays
 * @param chunkBytes how much of a product is computed at a time, before the steps that read it, so
 *     that it never leaves the cache
 * @param chunkRows the fewest rows to compute at a time, so that reading the right operand pays
 */
public record LoopTuning(int laneRows, long laneWork, int chunkBytes, int chunkRows) {
    /**
     * Values that suit most processors. A lane has as many rows as a product's tile, and a chunk
     * fills a second-level cache or a part of a third-level one. Kernels that know better values
     * give their own.
     */
    public static final LoopTuning USUAL = new LoopTuning(8, 1 << 20, 1 << 20, 128);
}
