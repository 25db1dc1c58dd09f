package dev.rondo.models.synthetic;

import dev.rondo.array.Array;

import java.util.Map;
import java.util.random.RandomGenerator;

/** Batches of a {@link ClassTask}. */
final class ClassBatches extends ExampleBatches {
    private final ClassTask task;
    private final int[] symbols;
    private final int[] lengths;
    private final int[] targets;
    private final Map<String, Array> arrays;

    ClassBatches(ClassTask task, int batch, long seed) {
        super(batch, seed);
        this.task = task;
        symbols = new int[Math.multiplyExact(task.longest(), batch)];
        lengths = new int[batch];
        targets = new int[batch];
        Array read = Array.of(symbols, task.longest(), batch);
        Array asked = Array.of(targets, batch);
        arrays =
                task.ragged()
                        ? Map.of(
                                ClassTask.SYMBOLS, read,
                                ClassTask.LENGTHS, Array.of(lengths, batch),
                                ClassTask.TARGETS, asked)
                        : Map.of(ClassTask.SYMBOLS, read, ClassTask.TARGETS, asked);
    }

    @Override
    void fill(int row, RandomGenerator random) {
        ClassTask.Example example = task.draw(random);
        int length = example.symbols().length;
        for (int t = 0; t < task.longest(); t++) {
            symbols[t * rows() + row] = t < length ? example.symbols()[t] : 0;
        }
        lengths[row] = length;
        targets[row] = example.target();
    }

    @Override
    Map<String, Array> arrays() {
        return arrays;
    }
}
