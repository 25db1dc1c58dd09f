package dev.rondo.models.synthetic;

import dev.rondo.array.Array;

import java.util.Map;
import java.util.random.RandomGenerator;

/** Batches of a {@link LabelTask}. */
final class LabelBatches extends ExampleBatches {
    private final LabelTask task;
    private final int[] symbols;
    private final int[] targets;
    private final Map<String, Array> arrays;

    LabelBatches(LabelTask task, int batch, long seed) {
        super(batch, seed);
        this.task = task;
        symbols = new int[Math.multiplyExact(task.length(), batch)];
        targets = new int[symbols.length];
        arrays =
                Map.of(
                        LabelTask.SYMBOLS, Array.of(symbols, task.length(), batch),
                        LabelTask.TARGETS, Array.of(targets, task.length(), batch));
    }

    @Override
    void fill(int row, RandomGenerator random) {
        LabelTask.Example example = task.draw(random);
        for (int t = 0; t < task.length(); t++) {
            symbols[t * rows() + row] = example.symbols()[t];
            targets[t * rows() + row] = example.targets()[t];
        }
    }

    @Override
    Map<String, Array> arrays() {
        return arrays;
    }
}
