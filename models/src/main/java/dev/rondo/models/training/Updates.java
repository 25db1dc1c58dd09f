package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.internal.Names;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
    private final Map<String, Array> rateInput = new HashMap<>();
    private final List<EntryRun> runs;
    private final StepStart start;
    private final Optional<Together> together;

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
        Tensor input = updating().inputs().get(Trainer.LEARNING_RATE);
        if (input != null) {
            rateInput.put(Trainer.LEARNING_RATE, Array.scalar(input.dtype(), 0));
        }
        check();
        together = trainer.group.map(g -> new Together(trainer, entry, updating()));
        Blocks blocks = together.map(Together::blocks).orElse(Blocks.WHOLE);
        Map<String, Array> fixed = accumulates ? Map.of() : rateInput;
        runs =
                IntStream.range(blocks.from(), blocks.to())
                        .mapToObj(i -> new EntryRun(trainer, entry, fixed, i, blocks.count()))
                        .toList();
        start = new StepStart(trainer.executable, entry, runs.getFirst().carry());
    }

    /** The values that go from one update to the next, of all rows of a batch. */
    Map<String, Array> carried() {
        List<Carry> own = runs.stream().map(EntryRun::carry).toList();
        return together.map(t -> t.carried(own)).orElseGet(() -> own.getFirst().values());
    }

    /**
     * Takes what is carried from a checkpoint.
     *
     * @throws IllegalArgumentException when these are not exactly the values that are carried
     */
    void carry(Map<String, Array> values) {
        runs.forEach(r -> r.carry().set(r.part(values)));
    }

    /** The group that trains together, if there is one. */
    Optional<Together> together() {
        return together;
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

    private void check() {
        if ((trainer.batchesPerUpdate > 1 || trainer.group.isPresent()) && !accumulates) {
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
     *     goes on. A group always ends its update.
     * @param wishes of this member of a group
     */
    Outcome run(long step, double lr, Supplier<StopReason> giveUp, Supplier<Wishes> wishes) {
        rateInput.values().forEach(r -> setRate(r, step, lr));
        return together.isPresent()
                ? runTogether(together.get(), step, lr, wishes)
                : runAlone(step, lr, giveUp);
    }

    private Outcome runAlone(long step, double lr, Supplier<StopReason> giveUp) {
        if (trainer.batchesPerUpdate == 1) {
            return runBatches(step, lr, giveUp);
        }
        start.mark();
        try {
            return runBatches(step, lr, giveUp);
        } catch (DivergenceException e) {
            start.restore();
            throw e;
        }
    }

    private Outcome runBatches(long step, double lr, Supplier<StopReason> giveUp) {
        MeanLoss loss = MeanLoss.NONE;
        double gradientNorm = Double.NaN;
        int count = trainer.batchesPerUpdate;
        for (int i = 0; i < count; i++) {
            StopReason reason = i > 0 ? giveUp.get() : null;
            if (reason != null) {
                start.restore();
                return new GivenUp(reason, i);
            }
            Map<String, Array> results = batch(runs.getFirst(), step, step * count + i, lr);
            loss = loss.with(results);
            gradientNorm = norm(results);
        }
        return new Done(loss.mean(), accumulates ? update(step, lr, loss.mean()) : gradientNorm);
    }

    private Outcome runTogether(Together group, long step, double lr, Supplier<Wishes> wishes) {
        int count = trainer.batchesPerUpdate;
        MeanLoss loss =
                group.sum(
                        step,
                        lr,
                        block -> {
                            EntryRun run = runs.get(block - group.blocks().from());
                            MeanLoss own = MeanLoss.NONE;
                            for (int i = 0; i < count; i++) {
                                own = own.with(batch(run, step, step * count + i, lr));
                            }
                            return own;
                        },
                        wishes);
        rateInput.values().forEach(r -> setRate(r, step, group.rate()));
        return new Done(loss.mean(), update(step, lr, loss.mean()));
    }

    /** Changes the parameters by the gradients that were added up; returns their norm. */
    private double update(long step, double lr, double loss) {
        String name = TrainingStep.name(trainer.entryName, TrainingStep.UPDATE);
        double norm = norm(trainer.executable.run(name, rateInput));
        if (!Double.isFinite(norm)) {
            throw diverged(step, loss, true, norm, lr, name, rateInput);
        }
        return norm;
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

    /** Runs the entry on one batch, or block of it. */
    private Map<String, Array> batch(EntryRun run, long step, long number, double lr) {
        Map<String, Array> results = run.run(number);
        double loss = results.get(Trainer.LOSS).item();
        boolean hasNorm = results.containsKey(Trainer.GRADIENT_NORM);
        double norm = norm(results);
        if (!Double.isFinite(loss) || hasNorm && !Double.isFinite(norm)) {
            throw diverged(step, loss, hasNorm, norm, lr, trainer.entryName, run.inputs());
        }
        run.carry().keep(results);
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
