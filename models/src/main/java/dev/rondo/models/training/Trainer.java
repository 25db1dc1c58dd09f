package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.collective.AllReduce;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.TrainingStep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The training loop over an entry that does one update. It supplies batches and learning rates,
 * watches loss and gradient norm, evaluates, has checkpoints written, and stops in an orderly way.
 *
 * <p>The entry returns the scalar {@value #LOSS} and, if it can, {@value #GRADIENT_NORM}. It must
 * change nothing when either is not finite; {@link TrainingStep} makes such entries. It may take
 * the scalar {@value #LEARNING_RATE} and the key of {@link Mode.Training}. An output that has the
 * name of an input is carried: it becomes that input in the next update. An example is the state of
 * a recurrent network that reads a long text in pieces.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(backend, program, executable, batches)
 *         .learningRate(LearningRate.cosine(1e-3, 1e-5, 10_000).warmedUp(100))
 *         .stopAfterSteps(10_000)
 *         .evaluateEvery(500, evaluator, "accuracy", Goal.MAXIMIZE)
 *         .checkpointEvery(500, checkpointer)
 *         .listener(new MetricsLog(lines, 10, batches.items()))
 *         .run();
 * }</pre>
 *
 * <p>If {@link TrainingStep#addTo} made the program, the loop also runs its further entries. It
 * accumulates gradients over several batches. If the optimizer averages, it evaluates and saves the
 * means, and when training ends, the executable's parameters hold these means.
 *
 * <p>After each update come, in this order, the listeners, an evaluation if one is due, and a
 * checkpoint if one is due or the evaluation was the best so far.
 */
public final class Trainer {
    /** The entry's input for the learning rate. */
    public static final String LEARNING_RATE = TrainingStep.LEARNING_RATE;

    /** The entry's output for the loss. */
    public static final String LOSS = TrainingStep.LOSS;

    /** The entry's output for the norm of the gradient before clipping. */
    public static final String GRADIENT_NORM = TrainingStep.GRADIENT_NORM;

    // The settings, which the loop and its updates read.
    final Backend backend;
    final Program program;
    final Executable executable;
    final Batches batches;
    final List<TrainingListener> listeners = new ArrayList<>();
    String entryName = "train";
    LearningRate learningRate = LearningRate.constant(1e-3);
    long lastStep = Long.MAX_VALUE;
    long budgetNanos = Long.MAX_VALUE;
    BooleanSupplier stop = () -> false;
    int batchesPerUpdate = 1;
    Optional<AllReduce> group = Optional.empty();
    int blocks;
    int patience = Integer.MAX_VALUE;
    int averagingPatience = Integer.MAX_VALUE;
    int plateauPatience = Integer.MAX_VALUE;
    double plateauFactor = 1;
    long evaluationInterval;
    Evaluator evaluator;
    String metric;
    Goal goal;
    long checkpointSteps;
    long checkpointNanos = Long.MAX_VALUE;
    Checkpointer checkpointer;
    Map<String, Array> firstCarried = Map.of();
    TrainingState from;
    Map<String, Array> carriedFrom;
    Path lastCheckpoint;

    private Trainer(Backend backend, Program program, Executable executable, Batches batches) {
        this.backend = backend;
        this.program = program;
        this.executable = executable;
        this.batches = batches;
    }

    /**
     * A trainer with a constant learning rate of 0.001 and no end.
     *
     * @param backend if training diverges, it compiles the program once more to find the place
     * @param program what the executable was compiled from
     * @param executable holds the variables that are trained
     */
    public static Trainer of(
            Backend backend, Program program, Executable executable, Batches batches) {
        return new Trainer(backend, program, executable, batches);
    }

    /** The entry that does an update; {@code train} by default. */
    public Trainer entry(String name) {
        entryName = name;
        return this;
    }

    /** The learning rate of each update. */
    public Trainer learningRate(LearningRate schedule) {
        learningRate = schedule;
        return this;
    }

    /**
     * Makes each update from the mean gradient of this many batches. The reported loss is the mean
     * of their losses. Needs an entry made by {@link TrainingStep#addTo} of a step that
     * accumulates.
     */
    public Trainer accumulating(int batches) {
        atLeastOne(batches, "an update must take", "batch");
        batchesPerUpdate = batches;
        return this;
    }

    /**
     * Multiplies the learning rate by a factor each time that so many regular evaluations in a row
     * were not better than the best one before them.
     *
     * @param factor above 0 and below 1
     * @param evaluations how many evaluations in a row
     */
    public Trainer reducingOnPlateau(double factor, int evaluations) {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException(
                    "the factor of a plateau must be above 0 and below 1, got " + factor);
        }
        atLeastOne(evaluations, "a plateau must last", "evaluation");
        plateauFactor = factor;
        plateauPatience = evaluations;
        return this;
    }

    /**
     * Trains as a member of a group: each takes a part of the rows of every batch, and all make the
     * same update with the mean over all rows. All members call the same methods, on programs and
     * data that are the same, and begin with the same variables. {@link #run} returns the same on
     * all, but for what only the first member does: it evaluates and writes checkpoints.
     *
     * <p>The entry is traced for the rows of one member, and the data have all rows. The rows lie
     * along the axis in which an input of the entry and an array of the data differ; what is
     * carried has its rows on the first axis. The entry must accumulate gradients, see {@link
     * TrainingStep#accumulating}, even of one batch.
     *
     * <p>When one member is asked to stop, or its time is up, all stop after the same update.
     *
     * @param members p of them; what they draw by chance differs from that of one member alone, as
     *     each draws for its own rows
     */
    public Trainer together(AllReduce members) {
        group = Optional.of(members);
        blocks = 0;
        return this;
    }

    /**
     * The same with the same bits for any number of members. Each batch is cut into equal blocks of
     * rows, for which the entry is traced. Every member takes its share of the blocks, one after
     * the other, and their gradients are added in the order of a fixed tree. It costs the speed of
     * larger batches, and the members exchange more: each sends what it added up in places of its
     * own.
     *
     * @param members at most as many as blocks
     * @param count how many blocks a batch has
     */
    public Trainer together(AllReduce members, int count) {
        atLeastOne(count, "a batch must have", "block");
        group = Optional.of(members);
        blocks = count;
        return this;
    }

    /**
     * Lets an averaging optimizer, {@link dev.rondo.models.optimizer.NtAsgd}, start to average. It
     * starts as soon as a regular evaluation is worse than one that lies more than {@code
     * evaluations} before it (Merity et al. 2018, algorithm 1, where this number is n). From then
     * on the means are evaluated and saved.
     */
    public Trainer averagingAfter(int evaluations) {
        if (evaluations < 0) {
            throw new IllegalArgumentException(
                    "averaging can begin after no or more evaluations, got " + evaluations);
        }
        averagingPatience = evaluations;
        return this;
    }

    /** Ends training after this many regular evaluations in a row without a new best one. */
    public Trainer stopAfterEvaluationsWithoutBest(int evaluations) {
        atLeastOne(evaluations, "patience must last", "evaluation");
        patience = evaluations;
        return this;
    }

    /** Ends training after this many updates, including those before a resumption. */
    public Trainer stopAfterSteps(long steps) {
        atLeastOne(steps, "training must last", "step");
        lastStep = Math.min(lastStep, steps);
        return this;
    }

    /**
     * Ends training after this many passes over the data. Call it after {@link #accumulating}.
     *
     * @param epochs above 0; training lasts at least one update
     * @throws IllegalStateException when the data have no end
     */
    public Trainer stopAfterEpochs(double epochs) {
        if (!(epochs > 0)) {
            throw new IllegalArgumentException(
                    "the epochs to train must be above 0, got " + epochs);
        }
        if (batches.stepsPerEpoch() == 0) {
            throw new IllegalStateException(
                    "these data have no end, so there are no epochs; stop after steps or a time");
        }
        return stopAfterSteps(
                Math.max(1, Math.round(epochs * batches.stepsPerEpoch() / batchesPerUpdate)));
    }

    /**
     * Ends training after a time. The time counts from the call of {@link #run} and includes
     * everything that the call does. A resumed run gets the full time again. When the time ends
     * within an update of several batches, the update is abandoned, as with {@link #stopWhen}.
     */
    public Trainer stopAfter(Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("a time to train must be above 0, got " + budget);
        }
        budgetNanos = nanos(budget);
        return this;
    }

    /**
     * Ends training after the batch during which this becomes true, for example by Ctrl-C. An
     * interrupt of the training thread does the same. If that batch is not the last of its update,
     * the update is abandoned, and everything is as it was before the update.
     */
    public Trainer stopWhen(BooleanSupplier requested) {
        stop = requested;
        return this;
    }

    /**
     * Evaluates after every {@code steps} updates, and at the end unless training was asked to
     * stop. In that case an evaluation under way may be abandoned, see {@link Evaluator}. When the
     * run goes on, it makes up for an evaluation that was due.
     *
     * @param metric the metric that decides which model is best
     * @param goal which of its values is better
     */
    public Trainer evaluateEvery(long steps, Evaluator evaluator, String metric, Goal goal) {
        atLeastOne(steps, "evaluations must be apart", "step");
        this.evaluationInterval = steps;
        this.evaluator = evaluator;
        this.metric = metric;
        this.goal = goal;
        return this;
    }

    /**
     * Writes a checkpoint before the first update, after every {@code steps} updates, at each best
     * evaluation, and at the end, both before and after the last evaluation.
     */
    public Trainer checkpointEvery(long steps, Checkpointer checkpointer) {
        atLeastOne(steps, "checkpoints must be apart", "step");
        this.checkpointSteps = steps;
        this.checkpointer = checkpointer;
        return this;
    }

    /** Also writes a checkpoint whenever this much time has passed since the last one. */
    public Trainer checkpointEvery(Duration time, Checkpointer checkpointer) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "the time between checkpoints must be 0 or above, got " + time);
        }
        this.checkpointNanos = nanos(time);
        this.checkpointer = checkpointer;
        return this;
    }

    /** Adds a listener. Listeners are called in the order in which they were added. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** What is carried into the first update, by input names; zeros by default. */
    public Trainer carrying(Map<String, Array> first) {
        firstCarried = first;
        return this;
    }

    /**
     * Goes on from a checkpoint. It sets the variables of the executable and everything else that
     * the next update depends on.
     *
     * @throws dev.rondo.models.checkpoint.CheckpointException when the checkpoint's variables are
     *     not those of the model
     * @throws IllegalArgumentException when the data had another order in that training
     */
    public Trainer resume(Checkpoint checkpoint) {
        TrainingState state = checkpoint.description().training();
        if (state.dataSeed() != batches.seed()) {
            throw new IllegalArgumentException(
                    "the run began with data order seed "
                            + state.dataSeed()
                            + " and cannot go on with "
                            + batches.seed());
        }
        checkpoint.restore(executable);
        from = state;
        carriedFrom = checkpoint.carried();
        lastCheckpoint = checkpoint.directory();
        return this;
    }

    private static void atLeastOne(long count, String what, String unit) {
        if (count < 1) {
            throw new IllegalArgumentException(what + " at least one " + unit + ", got " + count);
        }
    }

    private static long nanos(Duration d) {
        // 292 years are as good as no limit
        return d.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : d.toNanos();
    }

    /**
     * Trains until a stop condition holds. However training ends, the last checkpoint stays as it
     * is.
     *
     * @throws DivergenceException when loss or gradient norm is not finite
     * @throws dev.rondo.collective.CollectiveException when the group cannot go on, with the rank
     *     of the member at fault
     * @throws IllegalStateException when the members of a group differ
     * @throws dev.rondo.models.checkpoint.CheckpointException when a checkpoint cannot be written
     * @throws IllegalArgumentException when the program has no such entry, or the entry or the data
     *     do not fit
     */
    public TrainingResult run() {
        return new TrainingLoop(this).run();
    }
}
