package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.internal.Names;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The updates of a training. Each runs the entry on its batches, and then the entry that changes
 * the parameters, if that is a separate one.
 */
final class Updates {
    /** What became of an update. */
    sealed interface Outcome {}

    /**
     * It changed the parameters.
     *
     * @param loss the mean over its batches
     * @param gradientNorm norm of the gradient; NaN when the entry does not give it
     */
    record Done(double loss, double gradientNorm) implements Outcome {}

    /**
     * It was abandoned; everything is as it was before the update.
     *
     * @param reason why it was abandoned
     * @param batches how many of its batches were done
     */
    record GivenUp(StopReason reason, int batches) implements Outcome {}

    private final Trainer trainer;
    private final Entry entry;
    private final boolean accumulates;
    private final boolean averages;
    private final Carry carry;
    private final StepStart start;
    private final Map<String, Array> inputs;
    private final Map<String, Array> rateInput = new HashMap<>();
    private final boolean drawsNumbers;

    /**
     * Finds the entries.
     *
     * @throws IllegalArgumentException when there is no such entry, or what is carried does not fit
     */
    Updates(Trainer trainer) {
        this.trainer = trainer;
        entry = findEntry();
        accumulates = has(TrainingStep.UPDATE);
        averages = has(TrainingStep.START_AVERAGING);
        carry = new Carry(entry, trainer.firstCarried);
        start = new StepStart(trainer.executable, entry, carry);
        inputs = new HashMap<>(carry.values());
        drawsNumbers = entry.inputs().containsKey(Mode.Training.KEY);
        Tensor input = updating().inputs().get(Trainer.LEARNING_RATE);
        if (input != null) {
            rateInput.put(Trainer.LEARNING_RATE, Array.scalar(input.dtype(), 0));
        }
    }

    /** The values that go from one update to the next. */
    Carry carry() {
        return carry;
    }

    private Entry findEntry() {
        Entry e = trainer.program.entries().get(trainer.entryName);
        if (e == null) {
            throw new IllegalArgumentException(
                    "the program has no entry '"
                            + trainer.entryName
                            + "'; it has ["
                            + Names.some(trainer.program.entries().keySet())
                            + "]");
        }
        if (!e.outputs().containsKey(Trainer.LOSS)) {
            throw new IllegalArgumentException(
                    "entry '" + trainer.entryName + "' must return '" + Trainer.LOSS + "'");
        }
        return e;
    }

    private boolean has(String further) {
        return trainer.program.entries().containsKey(TrainingStep.name(trainer.entryName, further));
    }

    /** The entry that changes the parameters. */
    private Entry updating() {
        return accumulates
                ? trainer.program
                        .entries()
                        .get(TrainingStep.name(trainer.entryName, TrainingStep.UPDATE))
                : entry;
    }

    /**
     * Checks the entries against the trainer's settings.
     *
     * @throws IllegalArgumentException when the entries cannot do what the trainer asks for
     */
    void check() {
        if (trainer.batchesPerUpdate > 1 && !accumulates) {
            throw new IllegalArgumentException(
                    "entry '"
                            + trainer.entryName
                            + "' does not accumulate gradients; make it with"
                            + " TrainingStep.accumulating(…) and addTo(…)");
        }
        if (trainer.averagingPatience < Integer.MAX_VALUE && !averages) {
            throw new IllegalArgumentException(
                    "the optimiser of entry '"
                            + trainer.entryName
                            + "' does not average; use NtAsgd and TrainingStep.addTo(…)");
        }
        if (trainer.evaluator == null
                && Math.min(
                                trainer.patience,
                                Math.min(trainer.averagingPatience, trainer.plateauPatience))
                        < Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "patience, plateaus and averaging need evaluations; see evaluateEvery");
        }
    }

    /** Runs one of the entries of an averaging optimizer. */
    void average(String further) {
        if (averages) {
            trainer.executable.run(TrainingStep.name(trainer.entryName, further));
        }
    }

    /**
     * Runs an update.
     *
     * @param step the number of updates before this one
     * @param lr the learning rate
     * @param giveUp asked before each batch except the first; a reason abandons the update, null
     *     goes on
     */
    Outcome run(long step, double lr, Supplier<StopReason> giveUp) {
        rateInput.values().forEach(r -> setRate(r, step, lr));
        double loss = 0;
        double gradientNorm = Double.NaN;
        int count = trainer.batchesPerUpdate;
        if (count > 1) {
            start.mark();
        }
        for (int i = 0; i < count; i++) {
            StopReason reason = i > 0 ? giveUp.get() : null;
            if (reason != null) {
                start.restore();
                return new GivenUp(reason, i);
            }
            Map<String, Array> results = batch(step, step * count + i, lr);
            loss += results.get(Trainer.LOSS).item() / count;
            gradientNorm = norm(results);
            carry.keep(results);
        }
        if (accumulates) {
            String name = TrainingStep.name(trainer.entryName, TrainingStep.UPDATE);
            Map<String, Array> results = trainer.executable.run(name, rateInput);
            gradientNorm = norm(results);
            if (!Double.isFinite(gradientNorm)) {
                throw diverged(step, loss, true, gradientNorm, lr, name, rateInput);
            }
        }
        return new Done(loss, gradientNorm);
    }

    private void setRate(Array input, long step, double rate) {
        input.set(0, rate);
        if (!Double.isFinite(input.get(0))) {
            throw new IllegalArgumentException(
                    "the learning rate of update "
                            + step
                            + " must be finite in "
                            + input.dtype()
                            + ", got "
                            + rate);
        }
    }

    /** Runs the entry on one batch. */
    private Map<String, Array> batch(long step, long number, double lr) {
        if (!trainer.batches.continues(number)) {
            carry.reset();
        }
        inputs.putAll(trainer.batches.batch(number));
        if (!accumulates) {
            inputs.putAll(rateInput);
        }
        if (drawsNumbers) {
            inputs.put(Mode.Training.KEY, Mode.Training.key(trainer.batches.seed(), number));
        }
        Map<String, Array> results = trainer.executable.run(trainer.entryName, inputs);
        double loss = results.get(Trainer.LOSS).item();
        boolean hasNorm = results.containsKey(Trainer.GRADIENT_NORM);
        double norm = norm(results);
        if (!Double.isFinite(loss) || hasNorm && !Double.isFinite(norm)) {
            throw diverged(step, loss, hasNorm, norm, lr, trainer.entryName, inputs);
        }
        return results;
    }

    private static double norm(Map<String, Array> results) {
        Array norm = results.get(Trainer.GRADIENT_NORM);
        return norm == null ? Double.NaN : norm.item();
    }

    private DivergenceException diverged(
            long step,
            double loss,
            boolean hasNorm,
            double norm,
            double lr,
            String name,
            Map<String, Array> given) {
        return new DivergenceException(
                step + 1,
                loss,
                hasNorm,
                norm,
                lr,
                Diagnosis.of(trainer.backend, trainer.program, trainer.executable, name, given),
                trainer.lastCheckpoint);
    }
}
