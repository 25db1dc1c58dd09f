package dev.rondo.models.seq2seq;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.models.training.Batches;

import java.util.HashMap;
import java.util.Map;

/** Batches and the sampling probability of their update. */
final class ScheduledBatches implements Batches {
    private final SamplingSchedule schedule;
    private final Batches batches;
    private final Array probability;

    ScheduledBatches(SamplingSchedule schedule, Batches batches, DType dtype) {
        this.schedule = schedule;
        this.batches = batches;
        probability = Array.scalar(dtype, 0);
    }

    @Override
    public Map<String, Array> batch(long step) {
        probability.set(0, 1 - schedule.truth(step));
        Map<String, Array> inputs = new HashMap<>(batches.batch(step));
        inputs.put(EncoderDecoder.SAMPLING_PROBABILITY, probability);
        return inputs;
    }

    @Override
    public boolean continues(long step) {
        return batches.continues(step);
    }

    @Override
    public long stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public long seed() {
        return batches.seed();
    }

    @Override
    public long itemsPerStep() {
        return batches.itemsPerStep();
    }

    @Override
    public String items() {
        return batches.items();
    }
}
