package dev.rondo.cli.flow;

import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.Values;

/**
 * The sizes of networks that are not trained.
 *
 * @param steps T
 * @param batch rows B
 * @param symbols how many there are, one of them at each step
 * @param hidden size H of what each cell gives
 * @param layers cells one upon the other
 * @param bothWays whether each layer also reads from the end to the beginning
 */
public record Sizes(int steps, int batch, int symbols, int hidden, int layers, boolean bothWays) {
    /** Gates of the cells that have the most. */
    private static final int GATES = 4;

    /** Numbers that are kept of a unit at a step, in both programs: values and gradients. */
    private static final int KEPT = 6 * GATES;

    /**
     * Checks the sizes.
     *
     * @throws dev.rondo.models.task.SettingException when one is less than 1, or when all together
     *     are too large for this JVM
     */
    public Sizes {
        Values.atLeast("--seq", steps, 1);
        Values.atLeast("--batch", batch, 1);
        Values.atLeast("--input", symbols, 1);
        Values.atLeast("--hidden", hidden, 1);
        Values.atLeast("--layers", layers, 1);
        double cells = layers * (bothWays ? 2.0 : 1.0);
        double below = bothWays ? 2.0 * hidden : hidden;
        double weights = cells * GATES * hidden * (Math.max(symbols, below) + hidden + 2);
        double kept = (double) steps * batch * (symbols + cells * KEPT * hidden);
        new MemoryNeed(weights * Double.BYTES, kept * Double.BYTES).check();
    }
}
