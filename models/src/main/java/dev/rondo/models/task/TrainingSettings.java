package dev.rondo.models.task;

import dev.rondo.array.DType;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a model is trained.
 *
 * @param optimizer the rule that changes the weights
 * @param schedule the learning rate
 * @param clip norm to which all gradients together are limited
 * @param batch rows of one batch
 * @param accumulate batches of one update
 * @param sequence symbols of a row in a batch; 0 when the data determine the length of a row
 * @param evaluateEvery updates between two evaluations
 * @param patience number of evaluations without a new best one after which training ends; 0 for no
 *     such end
 * @param saveEvery updates between two checkpoints
 * @param seed seed of the first weights and of the order of the data
 * @param sharing how the rows of a batch are shared out
 */
public record TrainingSettings(
        OptimizerSettings optimizer,
        ScheduleSettings schedule,
        double clip,
        int batch,
        int accumulate,
        int sequence,
        long evaluateEvery,
        int patience,
        long saveEvery,
        long seed,
        Sharing sharing) {
    /** The entry of a program that takes one training step. */
    public static final String TRAIN = "train";

    /** Checks the values. */
    public TrainingSettings {
        Values.positiveSingle("--clip", clip);
        Values.atLeast("--batch", batch, 1);
        Values.atLeast("--accumulate", accumulate, 1);
        Values.atLeast("--sequence", sequence, 0);
        Values.atLeast("--evaluate-every", evaluateEvery, 1);
        Values.atLeast("--patience", patience, 0);
        Values.atLeast("--save-every", saveEvery, 1);
    }

    /** The same settings with another learning rate. */
    public TrainingSettings learningRate(double rate) {
        return with(schedule.rate(rate), patience, sharing);
    }

    /** The same settings with another patience. */
    public TrainingSettings patience(int evaluations) {
        return with(schedule, evaluations, sharing);
    }

    /** The same settings with another sharing. */
    public TrainingSettings sharing(Sharing other) {
        return with(schedule, patience, other);
    }

    private TrainingSettings with(
            ScheduleSettings otherSchedule, int otherPatience, Sharing otherSharing) {
        return new TrainingSettings(
                optimizer,
                otherSchedule,
                clip,
                batch,
                accumulate,
                sequence,
                evaluateEvery,
                otherPatience,
                saveEvery,
                seed,
                otherSharing);
    }

    /** The rows of a batch that are computed at once. */
    public int rows() {
        return sharing.rows(batch);
    }

    /** Declares the optimizer's variables for all parameters that the scope has now. */
    TrainingStep step(Scope scope) {
        TrainingStep step = new TrainingStep(scope, optimizer.create(scope)).clippingAt(clip);
        return accumulate > 1 || sharing.sums()
                ? step.accumulating(scope.child("accumulated"))
                : step;
    }

    /**
     * A program that trains.
     *
     * @param scope holds the model's variables, and from now on the optimizer's
     * @param loss the loss that the entry {@value #TRAIN} minimizes
     */
    public Program program(Scope scope, Function<Trace, Tensor> loss) {
        TrainingStep step = step(scope);
        return step.addTo(Program.of(DType.F32, scope, seed), TRAIN, loss);
    }

    Configuration toConfiguration() {
        return schedule.addTo(optimizer.addTo(Configuration.empty()))
                .with("clip", clip)
                .with("batch", batch)
                .with("accumulate", accumulate)
                .with("sequence", sequence)
                .with("evaluate_every", evaluateEvery)
                .with("patience", patience)
                .with("save_every", saveEvery)
                .with("seed", seed)
                .with("sharing", sharing.toConfiguration());
    }

    /**
     * The settings of a run that goes on.
     *
     * @param run the description in its directory
     * @param changes what changes from now on
     */
    public static TrainingSettings resumed(
            Configuration run, UnaryOperator<TrainingSettings> changes) {
        return changes.apply(parse(run.section("training")));
    }

    /** How many processes trained a run; 1 for a model that was not trained here. */
    public static int workers(Checkpoint run) {
        Configuration c = run.description().model();
        return c.has("training") ? parse(c.section("training")).sharing().workers() : 1;
    }

    /** The settings that a run directory describes. */
    public static TrainingSettings parse(Configuration c) {
        return Described.by(c, TrainingSettings::made);
    }

    private static TrainingSettings made(Configuration c) {
        return new TrainingSettings(
                OptimizerSettings.parse(c),
                ScheduleSettings.parse(c),
                c.number("clip"),
                c.integer("batch", 1, Integer.MAX_VALUE),
                c.has("accumulate") ? c.integer("accumulate", 1, Integer.MAX_VALUE) : 1,
                c.integer("sequence", 0, Integer.MAX_VALUE),
                c.integer("evaluate_every"),
                c.has("patience") ? c.integer("patience", 0, Integer.MAX_VALUE) : 0,
                c.integer("save_every"),
                c.integer("seed"),
                c.has("sharing") ? Sharing.parse(c.section("sharing")) : Sharing.NONE);
    }
}
