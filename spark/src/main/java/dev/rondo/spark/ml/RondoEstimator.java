package dev.rondo.spark.ml;

import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.OptimizerSettings;
import dev.rondo.models.task.ScheduleSettings;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.spark.RunFiles;
import dev.rondo.spark.SparkGroup;
import dev.rondo.spark.SparkTraining;
import dev.rondo.spark.TrainingTask;

import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;

import java.io.Serializable;
import java.util.List;

/**
 * What the estimators have in common: the cells, and how they are trained.
 *
 * @param <E> the estimator itself, which setters return
 * @param <M> the model that it fits
 * @param <D> what it takes from a data frame
 */
public abstract class RondoEstimator<
                E extends RondoEstimator<E, M, D>, M extends Model<M>, D extends Serializable>
        extends Estimator<M> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final Param<String> cell =
            new Param<>(this, "cell", "the cell by name, such as lstm, gru or rnn");
    private final IntParam layers =
            new IntParam(this, "layers", "number of stacked cells", ParamValidators.gtEq(1));
    private final IntParam hidden =
            new IntParam(this, "hidden", "size of a cell's state", ParamValidators.gtEq(1));
    private final DoubleParam dropout =
            new DoubleParam(
                    this,
                    "dropout",
                    "rate of dropout between layers, from 0 to below 1",
                    ParamValidators.inRange(0, 1, true, false));
    private final Param<String> optimizer =
            new Param<>(
                    this,
                    "optimizer",
                    "the rule that changes the weights, such as adam, adamw or sgd");
    private final DoubleParam learningRate =
            new DoubleParam(
                    this, "learningRate", "the highest learning rate", ParamValidators.gt(0));
    private final Param<String> schedule =
            new Param<>(this, "schedule", "how the learning rate changes: constant or cosine");
    private final LongParam warmup =
            new LongParam(
                    this,
                    "warmup",
                    "updates over which the learning rate rises at the beginning",
                    ParamValidators.gtEq(0));
    private final DoubleParam clip =
            new DoubleParam(
                    this, "clip", "norm to which the gradient is limited", ParamValidators.gt(0));
    private final IntParam batchSize =
            new IntParam(
                    this,
                    "batchSize",
                    "rows of a batch, of all workers together",
                    ParamValidators.gtEq(1));
    private final LongParam steps =
            new LongParam(
                    this,
                    "steps",
                    "updates of the training, unless epochs is set",
                    ParamValidators.gtEq(1));
    private final DoubleParam epochs =
            new DoubleParam(
                    this,
                    "epochs",
                    "passes over the data to train, instead of steps; 0 for steps",
                    ParamValidators.gtEq(0));
    private final LongParam evaluateEvery =
            new LongParam(
                    this,
                    "evaluateEvery",
                    "updates between two evaluations on the validation part",
                    ParamValidators.gtEq(1));
    private final IntParam patience =
            new IntParam(
                    this,
                    "patience",
                    "evaluations without a better one after which training ends; 0 for no such end",
                    ParamValidators.gtEq(0));
    private final LongParam saveEvery =
            new LongParam(
                    this, "saveEvery", "updates between two checkpoints", ParamValidators.gtEq(1));
    private final LongParam seed =
            new LongParam(
                    this,
                    "seed",
                    "seed of the first weights, of the order of the data and of the validation part");
    private final IntParam numWorkers =
            new IntParam(
                    this,
                    "numWorkers",
                    "tasks that train together and share the rows of each batch",
                    ParamValidators.gtEq(1));
    private final IntParam blocks =
            new IntParam(
                    this,
                    "blocks",
                    "equal blocks of a batch that give the same bits for any number of workers; 0 for none",
                    ParamValidators.gtEq(0));
    private final Param<String> checkpointDir =
            new Param<>(
                    this,
                    "checkpointDir",
                    "URI of a directory that all executors see, for the checkpoints; empty for none");
    private final Param<String> backend =
            new Param<>(
                    this,
                    "backend",
                    "the backend that trains and predicts: a name, name:device, or auto");

    private final DoubleParam validation =
            new DoubleParam(
                    this,
                    "validation",
                    "share of the data that tells the best model, above 0 and below 1",
                    ParamValidators.inRange(0, 1, false, false));

    RondoEstimator(String uid, double share) {
        this.uid = uid; // parameters ask for it
        super();
        setDefault(cell, "gru");
        setDefault(layers, 1);
        setDefault(hidden, 64);
        setDefault(dropout, 0.0);
        setDefault(optimizer, "adam");
        setDefault(learningRate, 0.003);
        setDefault(schedule, "cosine");
        setDefault(warmup, 50L);
        setDefault(clip, 1.0);
        setDefault(batchSize, 32);
        setDefault(steps, 1000L);
        setDefault(epochs, 0.0);
        setDefault(evaluateEvery, 50L);
        setDefault(patience, 0);
        setDefault(saveEvery, 500L);
        setDefault(seed, 1L);
        setDefault(numWorkers, 1);
        setDefault(blocks, 0);
        setDefault(checkpointDir, "");
        setDefault(backend, "auto");
        setDefault(validation, share);
    }

    /** The estimator itself. */
    abstract E self();

    /**
     * Takes all that is needed for a model from a data frame.
     *
     * @throws dev.rondo.models.data.DataException when it cannot be read
     * @throws IllegalArgumentException when a column is missing or of another type
     */
    abstract D collect(Dataset<?> dataset);

    /** The training, which is the same wherever it is made of the same data. */
    abstract ModelTraining training(D data);

    @Override
    public abstract E copy(ParamMap extra);

    @Override
    public String uid() {
        return uid;
    }

    /** The cells. */
    StackSettings stack() {
        return new StackSettings(getCell(), getLayers(), getHidden(), getDropout(), 0, 0, 0, false);
    }

    /** How it is trained. */
    TrainingSettings trainingSettings() {
        ScheduleSettings schedule =
                new ScheduleSettings(
                        ScheduleSettings.Kind.named(getSchedule()),
                        getLearningRate(),
                        getWarmup(),
                        0.5,
                        1000,
                        List.of(),
                        3);
        return new TrainingSettings(
                OptimizerSettings.Kind.named(getOptimizer()).defaults(),
                schedule,
                getClip(),
                getBatchSize(),
                1,
                0,
                getEvaluateEvery(),
                getPatience(),
                getSaveEvery(),
                getSeed(),
                Sharing.of(getNumWorkers(), getBlocks()));
    }

    /** Trains on the cluster. */
    RunFiles train(SparkContext context, D data) {
        Broadcast<D> sent = Broadcasts.of(context, data);
        try {
            RondoEstimator<E, M, D> self = this;
            return train(context, () -> self.training(sent.value()));
        } finally {
            sent.destroy();
        }
    }

    private RunFiles train(SparkContext context, TrainingTask task) {
        SparkGroup group = SparkGroup.of(context, getNumWorkers()).withBackend(getBackend());
        SparkTraining training = SparkTraining.of(group);
        SparkTraining kept =
                getCheckpointDir().isEmpty()
                        ? training
                        : training.withCheckpoints(getCheckpointDir());
        return kept.train(task, this::updates);
    }

    long updates(ModelTraining training) {
        return getEpochs() > 0
                ? Math.max(1, Math.round(getEpochs() * training.updatesPerEpoch()))
                : getSteps();
    }

    /** The parameter: the cell by name, such as lstm, gru or rnn. */
    public Param<String> cell() {
        return cell;
    }

    /** The cell by name, such as lstm, gru or rnn. */
    public String getCell() {
        return $(cell);
    }

    /** Sets it: the cell by name, such as lstm, gru or rnn. */
    public E setCell(String value) {
        set(cell, value);
        return self();
    }

    /** The parameter: number of stacked cells. */
    public IntParam layers() {
        return layers;
    }

    /** Number of stacked cells. */
    public int getLayers() {
        return (int) $(layers);
    }

    /** Sets it: number of stacked cells. */
    public E setLayers(int value) {
        set(layers, value);
        return self();
    }

    /** The parameter: size of a cell's state. */
    public IntParam hidden() {
        return hidden;
    }

    /** Size of a cell's state. */
    public int getHidden() {
        return (int) $(hidden);
    }

    /** Sets it: size of a cell's state. */
    public E setHidden(int value) {
        set(hidden, value);
        return self();
    }

    /** The parameter: rate of dropout between layers, from 0 to below 1. */
    public DoubleParam dropout() {
        return dropout;
    }

    /** Rate of dropout between layers, from 0 to below 1. */
    public double getDropout() {
        return (double) $(dropout);
    }

    /** Sets it: rate of dropout between layers, from 0 to below 1. */
    public E setDropout(double value) {
        set(dropout, value);
        return self();
    }

    /** The parameter: the rule that changes the weights, such as adam, adamw or sgd. */
    public Param<String> optimizer() {
        return optimizer;
    }

    /** The rule that changes the weights, such as adam, adamw or sgd. */
    public String getOptimizer() {
        return $(optimizer);
    }

    /** Sets it: the rule that changes the weights, such as adam, adamw or sgd. */
    public E setOptimizer(String value) {
        set(optimizer, value);
        return self();
    }

    /** The parameter: the highest learning rate. */
    public DoubleParam learningRate() {
        return learningRate;
    }

    /** The highest learning rate. */
    public double getLearningRate() {
        return (double) $(learningRate);
    }

    /** Sets it: the highest learning rate. */
    public E setLearningRate(double value) {
        set(learningRate, value);
        return self();
    }

    /** The parameter: how the learning rate changes: constant or cosine. */
    public Param<String> schedule() {
        return schedule;
    }

    /** How the learning rate changes: constant or cosine. */
    public String getSchedule() {
        return $(schedule);
    }

    /** Sets it: how the learning rate changes: constant or cosine. */
    public E setSchedule(String value) {
        set(schedule, value);
        return self();
    }

    /** The parameter: updates over which the learning rate rises at the beginning. */
    public LongParam warmup() {
        return warmup;
    }

    /** Updates over which the learning rate rises at the beginning. */
    public long getWarmup() {
        return (long) $(warmup);
    }

    /** Sets it: updates over which the learning rate rises at the beginning. */
    public E setWarmup(long value) {
        set(warmup, value);
        return self();
    }

    /** The parameter: norm to which the gradient is limited. */
    public DoubleParam clip() {
        return clip;
    }

    /** Norm to which the gradient is limited. */
    public double getClip() {
        return (double) $(clip);
    }

    /** Sets it: norm to which the gradient is limited. */
    public E setClip(double value) {
        set(clip, value);
        return self();
    }

    /** The parameter: rows of a batch, of all workers together. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Rows of a batch, of all workers together. */
    public int getBatchSize() {
        return (int) $(batchSize);
    }

    /** Sets it: rows of a batch, of all workers together. */
    public E setBatchSize(int value) {
        set(batchSize, value);
        return self();
    }

    /** The parameter: updates of the training, unless epochs is set. */
    public LongParam steps() {
        return steps;
    }

    /** Updates of the training, unless epochs is set. */
    public long getSteps() {
        return (long) $(steps);
    }

    /** Sets it: updates of the training, unless epochs is set. */
    public E setSteps(long value) {
        set(steps, value);
        return self();
    }

    /** The parameter: passes over the data to train, instead of steps; 0 for steps. */
    public DoubleParam epochs() {
        return epochs;
    }

    /** Passes over the data to train, instead of steps; 0 for steps. */
    public double getEpochs() {
        return (double) $(epochs);
    }

    /** Sets it: passes over the data to train, instead of steps; 0 for steps. */
    public E setEpochs(double value) {
        set(epochs, value);
        return self();
    }

    /** The parameter: updates between two evaluations on the validation part. */
    public LongParam evaluateEvery() {
        return evaluateEvery;
    }

    /** Updates between two evaluations on the validation part. */
    public long getEvaluateEvery() {
        return (long) $(evaluateEvery);
    }

    /** Sets it: updates between two evaluations on the validation part. */
    public E setEvaluateEvery(long value) {
        set(evaluateEvery, value);
        return self();
    }

    /**
     * The parameter: evaluations without a better one after which training ends; 0 for no such end.
     */
    public IntParam patience() {
        return patience;
    }

    /** Evaluations without a better one after which training ends; 0 for no such end. */
    public int getPatience() {
        return (int) $(patience);
    }

    /** Sets it: evaluations without a better one after which training ends; 0 for no such end. */
    public E setPatience(int value) {
        set(patience, value);
        return self();
    }

    /** The parameter: updates between two checkpoints. */
    public LongParam saveEvery() {
        return saveEvery;
    }

    /** Updates between two checkpoints. */
    public long getSaveEvery() {
        return (long) $(saveEvery);
    }

    /** Sets it: updates between two checkpoints. */
    public E setSaveEvery(long value) {
        set(saveEvery, value);
        return self();
    }

    /**
     * The parameter: seed of the first weights, of the order of the data and of the validation
     * part.
     */
    public LongParam seed() {
        return seed;
    }

    /** Seed of the first weights, of the order of the data and of the validation part. */
    public long getSeed() {
        return (long) $(seed);
    }

    /** Sets it: seed of the first weights, of the order of the data and of the validation part. */
    public E setSeed(long value) {
        set(seed, value);
        return self();
    }

    /** The parameter: tasks that train together and share the rows of each batch. */
    public IntParam numWorkers() {
        return numWorkers;
    }

    /** Tasks that train together and share the rows of each batch. */
    public int getNumWorkers() {
        return (int) $(numWorkers);
    }

    /** Sets it: tasks that train together and share the rows of each batch. */
    public E setNumWorkers(int value) {
        set(numWorkers, value);
        return self();
    }

    /**
     * The parameter: equal blocks of a batch that give the same bits for any number of workers; 0
     * for none.
     */
    public IntParam blocks() {
        return blocks;
    }

    /** Equal blocks of a batch that give the same bits for any number of workers; 0 for none. */
    public int getBlocks() {
        return (int) $(blocks);
    }

    /**
     * Sets it: equal blocks of a batch that give the same bits for any number of workers; 0 for
     * none.
     */
    public E setBlocks(int value) {
        set(blocks, value);
        return self();
    }

    /**
     * The parameter: URI of a directory that all executors see, for the checkpoints; empty for
     * none.
     */
    public Param<String> checkpointDir() {
        return checkpointDir;
    }

    /** URI of a directory that all executors see, for the checkpoints; empty for none. */
    public String getCheckpointDir() {
        return $(checkpointDir);
    }

    /** Sets it: URI of a directory that all executors see, for the checkpoints; empty for none. */
    public E setCheckpointDir(String value) {
        set(checkpointDir, value);
        return self();
    }

    /** The parameter: the backend that trains and predicts: a name, name:device, or auto. */
    public Param<String> backend() {
        return backend;
    }

    /** The backend that trains and predicts: a name, name:device, or auto. */
    public String getBackend() {
        return $(backend);
    }

    /** Sets it: the backend that trains and predicts: a name, name:device, or auto. */
    public E setBackend(String value) {
        set(backend, value);
        return self();
    }

    /** The parameter: share of the data that tells the best model, above 0 and below 1. */
    public DoubleParam validation() {
        return validation;
    }

    /** Share of the data that tells the best model, above 0 and below 1. */
    public double getValidation() {
        return (double) $(validation);
    }

    /** Sets it: share of the data that tells the best model, above 0 and below 1. */
    public E setValidation(double value) {
        set(validation, value);
        return self();
    }
}
