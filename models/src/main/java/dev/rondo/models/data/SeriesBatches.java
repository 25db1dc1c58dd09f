package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.training.Batches;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The examples of a part of a panel, in another order in each epoch. */
final class SeriesBatches implements Batches {
    private final WindowBatch arrays;
    private final SeriesWindows windows;
    private final Origins origins;
    private final int batch;
    private final long seed;
    private final double strangers;
    private final Shuffle shuffle;

    /**
     * Batches of examples.
     *
     * @param origins where each begins
     * @param strangers the share of examples of which the categories are hidden
     */
    SeriesBatches(
            WindowBatch arrays,
            SeriesWindows windows,
            Origins origins,
            int batch,
            long seed,
            double strangers) {
        this.arrays = arrays;
        this.windows = windows;
        this.origins = origins;
        this.batch = batch;
        this.seed = seed;
        this.strangers = strangers;
        shuffle = new Shuffle(origins.size(), seed);
    }

    @Override
    public Map<String, Array> batch(long step) {
        long epoch = step / stepsPerEpoch();
        long first = step % stepsPerEpoch() * batch;
        SplittableRandom random = Mix.at(~seed, step);
        for (int b = 0; b < batch; b++) {
            int at = shuffle.of(epoch, (int) ((first + b) % origins.size()));
            Series series = windows.panel().series().get(origins.series()[at]);
            List<Scaling> scaling = windows.scaling().get(origins.series()[at]);
            int origin = origins.rows()[at];
            arrays.put(b, series, scaling, origin, random.nextDouble() < strangers);
            arrays.putTarget(b, series, scaling, origin);
        }
        return arrays.withTargets();
    }

    @Override
    public long stepsPerEpoch() {
        return Math.ceilDiv(origins.size(), batch);
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public long itemsPerStep() {
        return batch;
    }

    @Override
    public String items() {
        return "windows";
    }
}
