package dev.rondo.models.synthetic;

import dev.rondo.array.Array;
import dev.rondo.models.data.Mix;
import dev.rondo.models.training.Batches;

import java.util.Map;
import java.util.random.RandomGenerator;

/** Batches of drawn sequences: row b of batch n is sequence n·B + b of a seed. */
abstract class ExampleBatches implements Batches {
    private final int batch;
    private final long seed;

    ExampleBatches(int batch, long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch needs at least one row, got " + batch);
        }
        this.batch = batch;
        this.seed = seed;
    }

    /** Draws the sequence of a row and puts it into the arrays. */
    abstract void fill(int row, RandomGenerator random);

    abstract Map<String, Array> arrays();

    final int rows() {
        return batch;
    }

    @Override
    public final Map<String, Array> batch(long step) {
        for (int b = 0; b < batch; b++) {
            fill(b, Mix.at(seed, step * batch + b));
        }
        return arrays();
    }

    @Override
    public final long seed() {
        return seed;
    }

    @Override
    public final long itemsPerStep() {
        return batch;
    }

    @Override
    public final String items() {
        return "sequences";
    }
}
