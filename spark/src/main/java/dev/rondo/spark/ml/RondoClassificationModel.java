package dev.rondo.spark.ml;

import dev.rondo.models.data.ExampleCodec;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.spark.RunFiles;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.util.List;
import java.util.Map;

/**
 * A classifier of sequences that was trained. It adds columns to a data frame: the likeliest class
 * as a number and by its name, and the probabilities of all classes.
 *
 * <p>Where all classes are numbers, the prediction is one of them; else it is the position in
 * {@link #classes}, from 0.
 */
public final class RondoClassificationModel extends Model<RondoClassificationModel>
        implements MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final RunFiles run;
    private final List<String> classes;
    private final Param<String> inputCol =
            new Param<>(
                    this,
                    "inputCol",
                    "the column of sequences: texts, arrays of numbers, arrays of arrays, or vectors");
    private final Param<String> predictionCol =
            new Param<>(this, "predictionCol", "the column for the likeliest class, as a number");
    private final Param<String> probabilityCol =
            new Param<>(
                    this,
                    "probabilityCol",
                    "the column for the probabilities of all classes, a vector");
    private final Param<String> classCol =
            new Param<>(
                    this,
                    "classCol",
                    "the column for the name of the likeliest class; empty for none");
    private final Param<String> handleInvalid =
            new Param<>(
                    this,
                    "handleInvalid",
                    "what becomes of a row without a readable sequence: error, skip (the row is left out) or keep (null is predicted)",
                    ParamValidators.inArray(new String[] {"error", "skip", "keep"}));
    private final IntParam batchSize =
            new IntParam(
                    this, "batchSize", "rows that are classified at once", ParamValidators.gtEq(1));
    private final Param<String> backend =
            new Param<>(this, "backend", "the backend that predicts: a name, name:device, or auto");
    private final DoubleParam temperature =
            new DoubleParam(
                    this,
                    "temperature",
                    "what logits are divided by before they become probabilities",
                    ParamValidators.gt(0));

    /**
     * The model of a run directory, such as one of {@code rondo train classes}.
     *
     * @param uid a name of its own
     * @param run the directory
     * @throws dev.rondo.models.checkpoint.CheckpointException when it holds no classifier
     */
    public RondoClassificationModel(String uid, RunFiles run) {
        this.uid = uid; // parameters ask for it
        super();
        this.run = run;
        this.classes = List.copyOf(parsed(run).classes());
        setDefault(inputCol, "text");
        setDefault(predictionCol, "prediction");
        setDefault(probabilityCol, "probability");
        setDefault(classCol, "class");
        setDefault(handleInvalid, "error");
        setDefault(batchSize, 64);
        setDefault(backend, "auto");
        setDefault(temperature, 1.0);
    }

    private static ClassesModel parsed(RunFiles run) {
        return ClassesModel.parse(run.description().model());
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The names of its classes, in the order of the probabilities. */
    public List<String> classes() {
        return classes;
    }

    /** The directory of its training. */
    public RunFiles run() {
        return run;
    }

    /**
     * Adds predictions. Each executor compiles the model once for each task that it runs at the
     * same time, and keeps it.
     *
     * @throws IllegalArgumentException when the column of sequences is missing or of another type
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        Dataset<Row> rows = dataset.toDF();
        int input = rows.schema().fieldIndex(getInputCol());
        var sent = Broadcasts.of(dataset.sparkSession().sparkContext(), run);
        var key = new ModelKey(run.weights(), getBackend(), getBatchSize());
        var options =
                new Classification.Options(
                        input, getHandleInvalid(), getTemperature(), !getClassCol().isEmpty());
        return rows.mapPartitions(new Classification(sent, key, options), Encoders.row(schema));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Schemas.checkSequence(schema, getInputCol());
        return added(schema, getPredictionCol(), getProbabilityCol(), getClassCol());
    }

    static StructType added(
            StructType schema, String prediction, String probability, String className) {
        StructType all = Schemas.add(schema, prediction, DataTypes.DoubleType);
        all = Schemas.add(all, probability, SQLDataTypes.VectorType());
        return className.isEmpty() ? all : Schemas.add(all, className, DataTypes.StringType);
    }

    @Override
    public RondoClassificationModel copy(ParamMap extra) {
        return copyValues(new RondoClassificationModel(uid, run), extra).setParent(parent());
    }

    /** Writes a directory with the parameters, and the run directory as {@code run}. */
    @Override
    public MLWriter write() {
        return new RunWriter(this, Map.of("", run));
    }

    /** Reads what {@link #write} has written. */
    public static MLReader<RondoClassificationModel> read() {
        return new RunReader<>(
                RondoClassificationModel.class,
                (uid, runs) -> new RondoClassificationModel(uid, runs.get("")));
    }

    /** Reads a model that was saved. */
    public static RondoClassificationModel load(String path) {
        return read().load(path);
    }

    /** Whether it reads texts, and not numbers. */
    public boolean readsTexts() {
        return parsed(run).codec() instanceof ExampleCodec.OfTexts;
    }

    /**
     * The parameter: the column of sequences: texts, arrays of numbers, arrays of arrays, or
     * vectors.
     */
    public Param<String> inputCol() {
        return inputCol;
    }

    /** The column of sequences: texts, arrays of numbers, arrays of arrays, or vectors. */
    public String getInputCol() {
        return $(inputCol);
    }

    /** Sets it: the column of sequences: texts, arrays of numbers, arrays of arrays, or vectors. */
    public RondoClassificationModel setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    /** The parameter: the column for the likeliest class, as a number. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** The column for the likeliest class, as a number. */
    public String getPredictionCol() {
        return $(predictionCol);
    }

    /** Sets it: the column for the likeliest class, as a number. */
    public RondoClassificationModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** The parameter: the column for the probabilities of all classes, a vector. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** The column for the probabilities of all classes, a vector. */
    public String getProbabilityCol() {
        return $(probabilityCol);
    }

    /** Sets it: the column for the probabilities of all classes, a vector. */
    public RondoClassificationModel setProbabilityCol(String value) {
        set(probabilityCol, value);
        return this;
    }

    /** The parameter: the column for the name of the likeliest class; empty for none. */
    public Param<String> classCol() {
        return classCol;
    }

    /** The column for the name of the likeliest class; empty for none. */
    public String getClassCol() {
        return $(classCol);
    }

    /** Sets it: the column for the name of the likeliest class; empty for none. */
    public RondoClassificationModel setClassCol(String value) {
        set(classCol, value);
        return this;
    }

    /**
     * The parameter: what becomes of a row without a readable sequence: error, skip (the row is
     * left out) or keep (null is predicted).
     */
    public Param<String> handleInvalid() {
        return handleInvalid;
    }

    /**
     * What becomes of a row without a readable sequence: error, skip (the row is left out) or keep
     * (null is predicted).
     */
    public String getHandleInvalid() {
        return $(handleInvalid);
    }

    /**
     * Sets it: what becomes of a row without a readable sequence: error, skip (the row is left out)
     * or keep (null is predicted).
     */
    public RondoClassificationModel setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    /** The parameter: rows that are classified at once. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Rows that are classified at once. */
    public int getBatchSize() {
        return (int) $(batchSize);
    }

    /** Sets it: rows that are classified at once. */
    public RondoClassificationModel setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    /** The parameter: the backend that predicts: a name, name:device, or auto. */
    public Param<String> backend() {
        return backend;
    }

    /** The backend that predicts: a name, name:device, or auto. */
    public String getBackend() {
        return $(backend);
    }

    /** Sets it: the backend that predicts: a name, name:device, or auto. */
    public RondoClassificationModel setBackend(String value) {
        set(backend, value);
        return this;
    }

    /** The parameter: what logits are divided by before they become probabilities. */
    public DoubleParam temperature() {
        return temperature;
    }

    /** What logits are divided by before they become probabilities. */
    public double getTemperature() {
        return (double) $(temperature);
    }

    /** Sets it: what logits are divided by before they become probabilities. */
    public RondoClassificationModel setTemperature(double value) {
        set(temperature, value);
        return this;
    }
}
