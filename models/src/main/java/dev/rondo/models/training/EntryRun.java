package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;
import dev.rondo.models.layer.Mode;

import java.util.HashMap;
import java.util.Map;

/** Runs the training entry on the batches, or on the rows of one block of each. */
final class EntryRun {
    private final Trainer trainer;
    private final Entry entry;
    private final int block;
    private final int blocks;
    private final Carry carry;
    private final Map<String, Array> inputs;
    private final boolean drawsNumbers;

    /**
     * Runs of an entry.
     *
     * @param fixed inputs that are the same for each batch of an update
     * @param block which rows, from 0
     * @param blocks the number of blocks of a batch
     * @throws IllegalArgumentException when what is carried does not fit
     */
    EntryRun(Trainer trainer, Entry entry, Map<String, Array> fixed, int block, int blocks) {
        this.trainer = trainer;
        this.entry = entry;
        this.block = block;
        this.blocks = blocks;
        carry = new Carry(entry, part(trainer.firstCarried));
        inputs = new HashMap<>(carry.values());
        inputs.putAll(fixed);
        drawsNumbers = entry.inputs().containsKey(Mode.Training.KEY);
    }

    /** The values that go from one batch to the next. */
    Carry carry() {
        return carry;
    }

    /** The inputs of the last run. */
    Map<String, Array> inputs() {
        return inputs;
    }

    /** The block's part of arrays that are inputs. */
    Map<String, Array> part(Map<String, Array> arrays) {
        Map<String, Array> parts = new HashMap<>();
        arrays.forEach(
                (name, whole) -> {
                    boolean known = blocks > 1 && entry.inputs().containsKey(name);
                    parts.put(
                            name,
                            known
                                    ? BlockRows.cut(
                                            name,
                                            whole,
                                            block,
                                            blocks,
                                            entry.inputs().get(name).shape())
                                    : whole);
                });
        return parts;
    }

    /** Runs the entry on the batch of a number, and keeps what is carried. */
    Map<String, Array> run(long number) {
        if (!trainer.batches.continues(number)) {
            carry.reset();
        }
        Map<String, Array> batch = trainer.batches.batch(number);
        inputs.putAll(blocks == 1 ? batch : part(batch));
        if (drawsNumbers) {
            long draw = number * blocks + block;
            inputs.put(Mode.Training.KEY, Mode.Training.key(trainer.batches.seed(), draw));
        }
        return trainer.executable.run(trainer.entryName, inputs);
    }
}
