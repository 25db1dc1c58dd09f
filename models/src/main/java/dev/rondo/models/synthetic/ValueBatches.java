package dev.rondo.models.synthetic;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.Map;
import java.util.random.RandomGenerator;

/** Batches of a {@link ValueTask}. */
final class ValueBatches extends ExampleBatches {
    private final ValueTask task;
    private final Array values;
    private final int[] lengths;
    private final Array targets;
    private final Map<String, Array> arrays;

    ValueBatches(ValueTask task, int batch, long seed, DType dtype) {
        super(batch, seed);
        this.task = task;
        values = Array.zeros(dtype, Shape.of(task.longest(), batch, task.inputs()));
        lengths = new int[batch];
        targets = Array.zeros(dtype, Shape.of(batch));
        arrays =
                task.ragged()
                        ? Map.of(
                                ValueTask.VALUES, values,
                                ValueTask.LENGTHS, Array.of(lengths, batch),
                                ValueTask.TARGETS, targets)
                        : Map.of(ValueTask.VALUES, values, ValueTask.TARGETS, targets);
    }

    @Override
    void fill(int row, RandomGenerator random) {
        ValueTask.Example example = task.draw(random);
        int length = example.values().length;
        for (int t = 0; t < task.longest(); t++) {
            for (int i = 0; i < task.inputs(); i++) {
                values.set(
                        (t * rows() + row) * task.inputs() + i,
                        t < length ? example.values()[t][i] : 0);
            }
        }
        lengths[row] = length;
        targets.set(row, example.target());
    }

    @Override
    Map<String, Array> arrays() {
        return arrays;
    }
}
