package dev.rondo.models.data;

import dev.rondo.array.Array;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.training.Batches;

import java.util.Map;

/** The examples of a part of a series, in another order in each epoch. */
final class SeriesBatches implements Batches {
    private final SeriesWindows windows;
    private final int[] origins;
    private final int batch;
    private final long seed;
    private final float[] window;
    private final float[] target;
    private final Map<String, Array> arrays;
    private final Shuffle shuffle;

    /**
     * Batches of examples.
     *
     * @param origins the first forecast row of each
     */
    SeriesBatches(SeriesWindows windows, int[] origins, int batch, long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch needs at least one row, got " + batch);
        }
        this.windows = windows;
        this.origins = origins;
        this.batch = batch;
        this.seed = seed;
        int length = windows.form().window();
        int columns = windows.scaling().size();
        int horizon = windows.form().horizon();
        window = new float[Math.multiplyExact(Math.multiplyExact(length, batch), columns)];
        target = new float[Math.multiplyExact(batch, horizon)];
        arrays =
                Map.of(
                        Forecaster.WINDOW, Array.of(window, length, batch, columns),
                        Forecaster.TARGET, Array.of(target, batch, horizon));
        shuffle = new Shuffle(origins.length, seed);
    }

    @Override
    public Map<String, Array> batch(long step) {
        long epoch = step / stepsPerEpoch();
        long first = step % stepsPerEpoch() * batch;
        for (int b = 0; b < batch; b++) {
            int origin = origins[shuffle.of(epoch, (int) ((first + b) % origins.length))];
            windows.window(origin, window, batch, b);
            windows.target(origin, target, b);
        }
        return arrays;
    }

    @Override
    public long stepsPerEpoch() {
        return Math.ceilDiv(origins.length, batch);
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
