package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.checkpoint.TrainingState.Best;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * One call of {@link Trainer#run}. It decides when an update, an evaluation and a checkpoint are
 * due, and when training ends.
 */
final class TrainingLoop {
    private static final double SMOOTHING = 0.98;

    private final Trainer trainer;
    private final long begun = System.nanoTime();
    private final Updates updates;
    private final Speedometer speed;
    private History history;
    private long step;
    private double lastRate;
    private double lossSum;
    private double lossWeight;
    private Optional<Best> best;
    private Map<String, Double> evaluation;
    private long evaluatedAt = -1;
    private long savedAt = -1;
    private long savedNanos = begun;
    private int batchesGivenUp;
    private boolean evaluationGivenUp;

    TrainingLoop(Trainer trainer) {
        this.trainer = trainer;
        updates = new Updates(trainer);
        TrainingState start =
                trainer.from == null ? TrainingState.start(trainer.batches.seed()) : trainer.from;
        step = start.step();
        lastRate = trainer.from == null ? trainer.learningRate.at(0) : start.learningRate();
        lossSum = start.lossSum();
        lossWeight = start.lossWeight();
        best = start.best();
        evaluation = start.evaluation();
        if (trainer.from != null) {
            updates.carry(trainer.carriedFrom);
            savedAt = step;
            evaluatedAt = evaluation.isEmpty() ? -1 : step;
        }
        history = new History(start.checks(), trainer.goal);
        speed =
                new Speedometer(
                        trainer.batches.itemsPerStep() * trainer.batchesPerUpdate, start.seconds());
    }

    TrainingResult run() {
        updates.average(TrainingStep.HIDE_MEANS);
        updates.together().ifPresent(t -> t.checkSame(step));
        trainer.listeners.forEach(l -> l.started(state(), trainer.lastStep));
        StopReason reason;
        speed.go();
        // from now on the run can be resumed, even if it is killed at any moment
        if (trainer.checkpointer != null && trainer.from == null) {
            checkpoint();
        }
        while ((reason = reasonToStop()) == null) {
            if (evaluationIsDue()) {
                evaluate();
            } else {
                reason = update();
                if (reason != null) {
                    break;
                }
            }
            if (!evaluationIsDue() && checkpointIsDue()) {
                checkpoint();
            }
        }
        // a user who asks to stop wants the model saved, and does not want to wait for an
        // evaluation
        if (trainer.evaluator != null && reason != StopReason.REQUESTED && evaluatedAt != step) {
            // the model is saved even if the evaluation fails
            checkpointLast();
            evaluate();
            reason = Objects.requireNonNullElse(reasonToStop(), reason);
        }
        checkpointLast();
        updates.average(TrainingStep.SHOW_MEANS);
        speed.pause();
        TrainingResult result =
                new TrainingResult(
                        reason,
                        state(),
                        Optional.ofNullable(trainer.lastCheckpoint),
                        batchesGivenUp,
                        evaluationGivenUp);
        trainer.listeners.forEach(l -> l.finished(result));
        return result;
    }

    private StopReason reasonToStop() {
        StopReason atOnce = reasonToGiveUp();
        if (atOnce == StopReason.REQUESTED) {
            return atOnce;
        }
        if (step >= trainer.lastStep) {
            return StopReason.STEPS;
        }
        if (trainer.patience < Integer.MAX_VALUE && history.sinceBest() >= trainer.patience) {
            return StopReason.PATIENCE;
        }
        return atOnce;
    }

    /** A reason that does not wait for the end of an update; null without one. */
    private StopReason reasonToGiveUp() {
        Wishes now = updates.together().map(Together::agreed).orElseGet(this::wishes);
        if (now.stop()) {
            return StopReason.REQUESTED;
        }
        return now.end() ? StopReason.TIME : null;
    }

    private Wishes wishes() {
        return new Wishes(
                isAskedToStop(),
                System.nanoTime() - begun >= trainer.budgetNanos,
                trainer.checkpointNanos < Long.MAX_VALUE
                        && System.nanoTime() - savedNanos >= trainer.checkpointNanos);
    }

    private boolean isAskedToStop() {
        return trainer.stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Does an update. Returns why it was abandoned, or null when it was done. */
    private StopReason update() {
        double lr = rate();
        return switch (updates.run(step, lr, this::reasonToGiveUp, this::wishes)) {
            case Updates.GivenUp(StopReason reason, int batches) -> {
                batchesGivenUp = batches;
                yield reason;
            }
            case Updates.Done(double loss, double gradientNorm) -> {
                updated(lr, loss, gradientNorm);
                yield null;
            }
        };
    }

    private void updated(double lr, double loss, double gradientNorm) {
        step++;
        lastRate = lr;
        lossSum = SMOOTHING * lossSum + (1 - SMOOTHING) * loss;
        lossWeight = SMOOTHING * lossWeight + (1 - SMOOTHING);
        double itemsPerSecond = speed.step();
        if (!trainer.listeners.isEmpty()) {
            StepReport report =
                    new StepReport(
                            step,
                            epoch(),
                            loss,
                            lossSum / lossWeight,
                            lr,
                            gradientNorm,
                            itemsPerSecond,
                            speed.seconds());
            trainer.listeners.forEach(l -> l.step(report));
        }
    }

    private double rate() {
        double planned = trainer.learningRate.at(step);
        return trainer.plateauPatience == Integer.MAX_VALUE
                ? planned
                : planned
                        * StrictMath.pow(
                                trainer.plateauFactor, history.plateaus(trainer.plateauPatience));
    }

    private double epoch() {
        long perEpoch = trainer.batches.stepsPerEpoch();
        return perEpoch == 0 ? 0 : (double) step * trainer.batchesPerUpdate / perEpoch;
    }

    /** Also true when a run goes on from a checkpoint whose evaluation was abandoned. */
    private boolean evaluationIsDue() {
        return trainer.evaluator != null
                && step > 0
                && step % trainer.evaluationInterval == 0
                && evaluatedAt != step;
    }

    private void evaluate() {
        speed.pause();
        updates.average(TrainingStep.SHOW_MEANS);
        Optional<Map<String, Double>> measured =
                updates.together()
                        .map(t -> t.share(t.isFirst() ? measured() : Optional.empty()))
                        .orElseGet(this::measured);
        updates.average(TrainingStep.HIDE_MEANS);
        measured.ifPresent(this::record);
        evaluationGivenUp = measured.isEmpty();
        speed.go();
    }

    /** Empty when the evaluation was abandoned. */
    private Optional<Map<String, Double>> measured() {
        try {
            return Optional.of(trainer.evaluator.evaluate(step));
        } catch (CancellationException e) {
            if (isAskedToStop()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void record(Map<String, Double> measured) {
        // sorted, because Map.of has a different order in every process
        evaluation = new TreeMap<>(measured);
        evaluatedAt = step;
        // an earlier checkpoint of this step does not have this evaluation
        savedAt = -1;
        Double value = evaluation.get(trainer.metric);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the evaluation must measure '"
                            + trainer.metric
                            + "'; it measures ["
                            + Names.some(evaluation.keySet())
                            + "]");
        }
        // a further evaluation at the end of a run is left out: a run that went on would not have
        // it
        if (step % trainer.evaluationInterval == 0) {
            history = history.with(value);
            if (trainer.averagingPatience < Integer.MAX_VALUE
                    && history.fellBehind(trainer.averagingPatience)) {
                updates.average(TrainingStep.START_AVERAGING);
            }
        }
        boolean isBest = trainer.goal.isBetter(value, best.map(Best::value).orElse(Double.NaN));
        if (isBest) {
            best = Optional.of(new Best(trainer.metric, value, step));
        }
        Evaluation e = new Evaluation(step, epoch(), evaluation, isBest, speed.seconds());
        trainer.listeners.forEach(l -> l.evaluated(e));
    }

    private boolean checkpointIsDue() {
        return trainer.checkpointer != null
                && (trainer.checkpointSteps > 0 && step % trainer.checkpointSteps == 0
                        || evaluatedAt == step && best.map(Best::step).orElse(-1L) == step
                        || updates.together().map(Together::agreed).orElseGet(this::wishes).save());
    }

    private void checkpointLast() {
        if (trainer.checkpointer != null && savedAt != step) {
            checkpoint();
        }
    }

    private void checkpoint() {
        speed.pause();
        updates.together().ifPresent(t -> t.checkSame(step));
        Map<String, Array> carried = updates.carried();
        if (updates.together().map(Together::isFirst).orElse(true)) {
            save(carried);
        }
        savedAt = step;
        savedNanos = System.nanoTime();
        speed.go();
    }

    private void save(Map<String, Array> carried) {
        TrainingState state = state();
        trainer.listeners.forEach(l -> l.checkpointing(state));
        updates.average(TrainingStep.SHOW_MEANS);
        trainer.lastCheckpoint = trainer.checkpointer.save(trainer.executable, carried, state);
        updates.average(TrainingStep.HIDE_MEANS);
        trainer.listeners.forEach(l -> l.checkpointed(state, trainer.lastCheckpoint));
    }

    private TrainingState state() {
        return new TrainingState(
                step,
                epoch(),
                trainer.batches.seed(),
                lastRate,
                speed.seconds(),
                lossSum,
                lossWeight,
                evaluatedAt == step ? evaluation : Map.of(),
                best,
                history.checks());
    }
}
