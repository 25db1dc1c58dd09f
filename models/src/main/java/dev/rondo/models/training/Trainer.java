package dev.rondo.models.training;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.checkpoint.TrainingState.Best;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.TrainingStep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The training loop over an entry that does one update: it hands in batches and learning rates,
 * watches loss and gradient norm, evaluates, has checkpoints written and stops in order.
 *
 * <p>The entry returns the scalar {@value #LOSS} and, if it can, {@value #GRADIENT_NORM}, and must
 * change nothing where either is not finite; {@link TrainingStep} makes such entries. It may take
 * the scalar {@value #LEARNING_RATE} and the key of {@link Mode.Training}. What it returns under
 * the name of one of its inputs is carried: it is that input in the next update, such as the state
 * of a recurrent network that reads a long text in pieces.
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
 * <p>Where the program was made by {@link TrainingStep#addTo}, the loop runs its further entries
 * too: it accumulates gradients over several batches, and evaluates and saves the means of an
 * optimiser that averages. When training ends these means are what the executable's parameters
 * hold.
 *
 * <p>After each update come, in this order, the listeners, an evaluation where one is due, and a
 * checkpoint where one is due or the evaluation was the best so far.
 */
public final class Trainer {
    /** The entry's input for the learning rate. */
    public static final String LEARNING_RATE = TrainingStep.LEARNING_RATE;

    /** The entry's output for the loss. */
    public static final String LOSS = TrainingStep.LOSS;

    /** The entry's output for the length of the gradient before clipping. */
    public static final String GRADIENT_NORM = TrainingStep.GRADIENT_NORM;

    private static final double SMOOTHING = 0.98;

    private final Backend backend;
    private final Program program;
    private final Executable executable;
    private final Batches batches;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private String entryName = "train";
    private LearningRate learningRate = LearningRate.constant(1e-3);
    private long lastStep = Long.MAX_VALUE;
    private long budgetNanos = Long.MAX_VALUE;
    private BooleanSupplier stop = () -> false;
    private int batchesPerUpdate = 1;
    private int patience = Integer.MAX_VALUE;
    private int averagingPatience = Integer.MAX_VALUE;
    private int plateauPatience = Integer.MAX_VALUE;
    private double plateauFactor = 1;
    private long evaluationInterval;
    private Evaluator evaluator;
    private String metric;
    private Goal goal;
    private long checkpointSteps;
    private long checkpointNanos = Long.MAX_VALUE;
    private Checkpointer checkpointer;
    private Map<String, Array> firstCarried = Map.of();
    private TrainingState from;
    private Map<String, Array> carriedFrom;
    private Path lastCheckpoint;

    private Trainer(Backend backend, Program program, Executable executable, Batches batches) {
        this.backend = backend;
        this.program = program;
        this.executable = executable;
        this.batches = batches;
    }

    /**
     * A trainer with a constant learning rate of 0.001 and no end.
     *
     * @param backend compiles the program once more, should training diverge, to find out where
     * @param program what the executable was compiled from
     * @param executable holds the variables that are trained
     */
    public static Trainer of(
            Backend backend, Program program, Executable executable, Batches batches) {
        return new Trainer(backend, program, executable, batches);
    }

    /** The entry that does an update; {@code train} where nothing is said. */
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
     * Updates by the mean gradient of so many batches, whose loss is reported as their mean. Needs
     * an entry made by {@link TrainingStep#addTo} of a step that accumulates.
     */
    public Trainer accumulating(int batches) {
        atLeastOne(batches, "an update must take", "batch");
        batchesPerUpdate = batches;
        return this;
    }

    /**
     * Multiplies the learning rate by a factor after each so many regular evaluations in a row of
     * which none was better than the best before.
     *
     * @param factor above 0 and below 1
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
     * Lets an optimiser that averages, {@link dev.rondo.models.optimizer.NtAsgd}, begin as soon as
     * a regular evaluation is worse than one more than so many evaluations before it (Merity et al.
     * 2018, algorithm 1, where this is n). What is evaluated and saved from then on are the means.
     */
    public Trainer averagingAfter(int evaluations) {
        if (evaluations < 0) {
            throw new IllegalArgumentException(
                    "averaging can begin after no or more evaluations, got " + evaluations);
        }
        averagingPatience = evaluations;
        return this;
    }

    /** Ends training after so many regular evaluations of which none was better than the best. */
    public Trainer stopAfterEvaluationsWithoutBest(int evaluations) {
        atLeastOne(evaluations, "patience must last", "evaluation");
        patience = evaluations;
        return this;
    }

    /** Ends training when this many updates are done, those before a resumption included. */
    public Trainer stopAfterSteps(long steps) {
        atLeastOne(steps, "training must last", "step");
        lastStep = Math.min(lastStep, steps);
        return this;
    }

    /**
     * Ends training after so many passes over the data; to be called after {@link #accumulating}.
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
     * Ends training after a time, counted from the call of {@link #run} with everything it does; a
     * resumed run has it anew. An update of several batches that it ends in is given up, as by
     * {@link #stopWhen}.
     */
    public Trainer stopAfter(Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("a time to train must be above 0, got " + budget);
        }
        budgetNanos = nanos(budget);
        return this;
    }

    /**
     * Ends training after the batch during which this becomes true, as by Ctrl-C. An interrupt of
     * the thread that trains does the same. Where that batch is not the last of its update, the
     * update is given up and all is as it was before it.
     */
    public Trainer stopWhen(BooleanSupplier requested) {
        stop = requested;
        return this;
    }

    /**
     * Evaluates every so many updates and at the end, unless training was asked to stop. An
     * evaluation may be given up by then, see {@link Evaluator}; one that was due is made up for
     * when the run goes on.
     *
     * @param metric the metric that tells the best model
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
     * Writes a checkpoint before the first update, every so many, at each best evaluation, and at
     * the end, before the last evaluation and after it.
     */
    public Trainer checkpointEvery(long steps, Checkpointer checkpointer) {
        atLeastOne(steps, "checkpoints must be apart", "step");
        this.checkpointSteps = steps;
        this.checkpointer = checkpointer;
        return this;
    }

    /** Writes a checkpoint whenever so much time has passed, beside those by steps. */
    public Trainer checkpointEvery(Duration time, Checkpointer checkpointer) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "the time between checkpoints must be 0 or above, got " + time);
        }
        this.checkpointNanos = nanos(time);
        this.checkpointer = checkpointer;
        return this;
    }

    /** Adds a listener; they are told in the order they were added. */
    public Trainer listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** What is carried into the first update, by input names; zeros where nothing is said. */
    public Trainer carrying(Map<String, Array> first) {
        firstCarried = first;
        return this;
    }

    /**
     * Goes on where a checkpoint was written: sets the variables of the executable, and all else
     * that the next update depends on.
     *
     * @throws dev.rondo.models.checkpoint.CheckpointException when the checkpoint's variables are
     *     not those of the model
     * @throws IllegalArgumentException when the data came in another order then
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
        // more than 292 years is as good as forever
        return d.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : d.toNanos();
    }

    /**
     * Trains until a stop condition holds. Whatever ends it, the last checkpoint stays as it is.
     *
     * @throws DivergenceException when loss or gradient norm is not finite
     * @throws dev.rondo.models.checkpoint.CheckpointException when a checkpoint cannot be written
     * @throws IllegalArgumentException when the program has no such entry, or the entry or the data
     *     do not fit
     */
    public TrainingResult run() {
        return new Run().run();
    }

    /** One call of {@link #run}. */
    private final class Run {
        private final long begun = System.nanoTime();
        private final Entry entry = findEntry();
        private final boolean accumulates = has(TrainingStep.UPDATE);
        private final boolean averages = has(TrainingStep.START_AVERAGING);
        private final Carry carry = new Carry(entry, firstCarried);
        private final StepStart start = new StepStart(executable, entry, carry);
        private final Map<String, Array> inputs = new HashMap<>(carry.values());
        private final Speedometer speed;
        private final boolean drawsNumbers;
        private final Map<String, Array> rateInput = new HashMap<>();
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

        Run() {
            TrainingState start = from == null ? TrainingState.start(batches.seed()) : from;
            step = start.step();
            lastRate = from == null ? learningRate.at(0) : start.learningRate();
            lossSum = start.lossSum();
            lossWeight = start.lossWeight();
            best = start.best();
            evaluation = start.evaluation();
            if (from != null) {
                carry.set(carriedFrom);
                savedAt = step;
                evaluatedAt = evaluation.isEmpty() ? -1 : step;
            }
            history = new History(start.checks(), goal);
            checkEntries();
            speed = new Speedometer(batches.itemsPerStep() * batchesPerUpdate, start.seconds());
            Tensor input = updating().inputs().get(LEARNING_RATE);
            if (input != null) {
                rateInput.put(LEARNING_RATE, Array.scalar(input.dtype(), 0));
            }
            drawsNumbers = entry.inputs().containsKey(Mode.Training.KEY);
        }

        private Entry findEntry() {
            Entry e = program.entries().get(entryName);
            if (e == null) {
                throw new IllegalArgumentException(
                        "the program has no entry '"
                                + entryName
                                + "'; it has ["
                                + Names.some(program.entries().keySet())
                                + "]");
            }
            if (!e.outputs().containsKey(LOSS)) {
                throw new IllegalArgumentException(
                        "entry '" + entryName + "' must return '" + LOSS + "'");
            }
            return e;
        }

        private boolean has(String further) {
            return program.entries().containsKey(TrainingStep.name(entryName, further));
        }

        /** The entry that changes the parameters. */
        private Entry updating() {
            return accumulates
                    ? program.entries().get(TrainingStep.name(entryName, TrainingStep.UPDATE))
                    : entry;
        }

        private void checkEntries() {
            if (batchesPerUpdate > 1 && !accumulates) {
                throw new IllegalArgumentException(
                        "entry '"
                                + entryName
                                + "' does not accumulate gradients; make it with"
                                + " TrainingStep.accumulating(…) and addTo(…)");
            }
            if (averagingPatience < Integer.MAX_VALUE && !averages) {
                throw new IllegalArgumentException(
                        "the optimiser of entry '"
                                + entryName
                                + "' does not average; use NtAsgd and TrainingStep.addTo(…)");
            }
            if (evaluator == null
                    && Math.min(patience, Math.min(averagingPatience, plateauPatience))
                            < Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "patience, plateaus and averaging need evaluations; see evaluateEvery");
            }
        }

        /** Runs an entry that an averaging optimiser has. */
        private void average(String further) {
            if (averages) {
                executable.run(TrainingStep.name(entryName, further));
            }
        }

        TrainingResult run() {
            average(TrainingStep.HIDE_MEANS);
            listeners.forEach(l -> l.started(state(), lastStep));
            StopReason reason;
            speed.go();
            // from now on the run can be resumed, whenever it is killed
            if (checkpointer != null && from == null) {
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
            // whoever asks to stop wants to wait for nothing but the model
            if (evaluator != null && reason != StopReason.REQUESTED && evaluatedAt != step) {
                // whatever becomes of the evaluation, the model is saved
                checkpointLast();
                evaluate();
                reason = Objects.requireNonNullElse(reasonToStop(), reason);
            }
            checkpointLast();
            average(TrainingStep.SHOW_MEANS);
            speed.pause();
            TrainingResult result =
                    new TrainingResult(
                            reason,
                            state(),
                            Optional.ofNullable(lastCheckpoint),
                            batchesGivenUp,
                            evaluationGivenUp);
            listeners.forEach(l -> l.finished(result));
            return result;
        }

        private StopReason reasonToStop() {
            StopReason atOnce = reasonToGiveUp();
            if (atOnce == StopReason.REQUESTED) {
                return atOnce;
            }
            if (step >= lastStep) {
                return StopReason.STEPS;
            }
            if (patience < Integer.MAX_VALUE && history.sinceBest() >= patience) {
                return StopReason.PATIENCE;
            }
            return atOnce;
        }

        /** What does not wait for the end of an update. */
        private StopReason reasonToGiveUp() {
            if (isAskedToStop()) {
                return StopReason.REQUESTED;
            }
            return System.nanoTime() - begun >= budgetNanos ? StopReason.TIME : null;
        }

        private boolean isAskedToStop() {
            return stop.getAsBoolean() || Thread.currentThread().isInterrupted();
        }

        /** Why it was given up; null where it was done. */
        private StopReason update() {
            double lr = rate();
            rateInput.values().forEach(r -> setRate(r, lr));
            double loss = 0;
            double gradientNorm = Double.NaN;
            if (batchesPerUpdate > 1) {
                start.mark();
            }
            for (int i = 0; i < batchesPerUpdate; i++) {
                StopReason reason = i > 0 ? reasonToGiveUp() : null;
                if (reason != null) {
                    start.restore();
                    batchesGivenUp = i;
                    return reason;
                }
                Map<String, Array> results = batch(step * batchesPerUpdate + i, lr);
                loss += results.get(LOSS).item() / batchesPerUpdate;
                gradientNorm = norm(results);
                carry.keep(results);
            }
            if (accumulates) {
                String name = TrainingStep.name(entryName, TrainingStep.UPDATE);
                Map<String, Array> results = executable.run(name, rateInput);
                gradientNorm = norm(results);
                if (!Double.isFinite(gradientNorm)) {
                    throw diverged(loss, true, gradientNorm, lr, name, rateInput);
                }
            }
            step++;
            lastRate = lr;
            lossSum = SMOOTHING * lossSum + (1 - SMOOTHING) * loss;
            lossWeight = SMOOTHING * lossWeight + (1 - SMOOTHING);
            double itemsPerSecond = speed.step();
            if (!listeners.isEmpty()) {
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
                listeners.forEach(l -> l.step(report));
            }
            return null;
        }

        private double rate() {
            double planned = learningRate.at(step);
            return plateauPatience == Integer.MAX_VALUE
                    ? planned
                    : planned * StrictMath.pow(plateauFactor, history.plateaus(plateauPatience));
        }

        private void setRate(Array input, double rate) {
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
        private Map<String, Array> batch(long number, double lr) {
            if (!batches.continues(number)) {
                carry.reset();
            }
            inputs.putAll(batches.batch(number));
            if (!accumulates) {
                inputs.putAll(rateInput);
            }
            if (drawsNumbers) {
                inputs.put(Mode.Training.KEY, Mode.Training.key(batches.seed(), number));
            }
            Map<String, Array> results = executable.run(entryName, inputs);
            double loss = results.get(LOSS).item();
            boolean hasNorm = results.containsKey(GRADIENT_NORM);
            double norm = norm(results);
            if (!Double.isFinite(loss) || hasNorm && !Double.isFinite(norm)) {
                throw diverged(loss, hasNorm, norm, lr, entryName, inputs);
            }
            return results;
        }

        private static double norm(Map<String, Array> results) {
            Array norm = results.get(GRADIENT_NORM);
            return norm == null ? Double.NaN : norm.item();
        }

        private DivergenceException diverged(
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
                    Diagnosis.of(backend, program, executable, name, given),
                    lastCheckpoint);
        }

        private double epoch() {
            long perEpoch = batches.stepsPerEpoch();
            return perEpoch == 0 ? 0 : (double) step * batchesPerUpdate / perEpoch;
        }

        /** Also where a run goes on from a checkpoint whose evaluation was given up. */
        private boolean evaluationIsDue() {
            return evaluator != null
                    && step > 0
                    && step % evaluationInterval == 0
                    && evaluatedAt != step;
        }

        private void evaluate() {
            speed.pause();
            average(TrainingStep.SHOW_MEANS);
            Optional<Map<String, Double>> measured = measured();
            average(TrainingStep.HIDE_MEANS);
            measured.ifPresent(this::record);
            evaluationGivenUp = measured.isEmpty();
            speed.go();
        }

        /** Empty where it was given up. */
        private Optional<Map<String, Double>> measured() {
            try {
                return Optional.of(evaluator.evaluate(step));
            } catch (CancellationException e) {
                if (isAskedToStop()) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        private void record(Map<String, Double> measured) {
            // sorted, since Map.of has another order in every process
            evaluation = new TreeMap<>(measured);
            evaluatedAt = step;
            // a checkpoint of this very step would not know of it
            savedAt = -1;
            Double value = evaluation.get(metric);
            if (value == null) {
                throw new IllegalArgumentException(
                        "the evaluation must measure '"
                                + metric
                                + "'; it measures ["
                                + Names.some(evaluation.keySet())
                                + "]");
            }
            // one more at the end of a run would not be there had it gone on
            if (step % evaluationInterval == 0) {
                history = history.with(value);
                if (averagingPatience < Integer.MAX_VALUE
                        && history.fellBehind(averagingPatience)) {
                    average(TrainingStep.START_AVERAGING);
                }
            }
            boolean isBest = goal.isBetter(value, best.map(Best::value).orElse(Double.NaN));
            if (isBest) {
                best = Optional.of(new Best(metric, value, step));
            }
            Evaluation e = new Evaluation(step, epoch(), evaluation, isBest, speed.seconds());
            listeners.forEach(l -> l.evaluated(e));
        }

        private boolean checkpointIsDue() {
            return checkpointer != null
                    && (checkpointSteps > 0 && step % checkpointSteps == 0
                            || evaluatedAt == step && best.map(Best::step).orElse(-1L) == step
                            || checkpointNanos < Long.MAX_VALUE
                                    && System.nanoTime() - savedNanos >= checkpointNanos);
        }

        private void checkpointLast() {
            if (checkpointer != null && savedAt != step) {
                checkpoint();
            }
        }

        private void checkpoint() {
            speed.pause();
            TrainingState state = state();
            listeners.forEach(l -> l.checkpointing(state));
            average(TrainingStep.SHOW_MEANS);
            lastCheckpoint = checkpointer.save(executable, carry.values(), state);
            average(TrainingStep.HIDE_MEANS);
            savedAt = step;
            savedNanos = System.nanoTime();
            listeners.forEach(l -> l.checkpointed(state, lastCheckpoint));
            speed.go();
        }

        private TrainingState state() {
            return new TrainingState(
                    step,
                    epoch(),
                    batches.seed(),
                    lastRate,
                    speed.seconds(),
                    lossSum,
                    lossWeight,
                    evaluatedAt == step ? evaluation : Map.of(),
                    best,
                    history.checks());
        }
    }
}
