package dev.rondo.spark.ml;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.ClassWeighting;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.ClassesSettings;
import dev.rondo.models.task.ClassesTraining;
import dev.rondo.models.task.ExampleParts;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.Values;
import dev.rondo.spark.RunFiles;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Learns to classify sequences: texts, or numbers at each step. Its cells are recurrent.
 *
 * <pre>{@code
 * RondoClassificationModel model =
 *         new RondoClassifier()
 *                 .setInputCol("message")
 *                 .setLabelCol("kind")
 *                 .setCell("lstm")
 *                 .setNumWorkers(2)
 *                 .fit(messages);
 * model.transform(others).select("message", "class", "probability").show();
 * }</pre>
 *
 * <p>The rows are collected by the driver and sent to each executor once, so they must fit the
 * memory of both. The same rows in the same order give the same model.
 */
public final class RondoClassifier
        extends RondoEstimator<RondoClassifier, RondoClassificationModel, ArrayList<Example>> {
    private static final long serialVersionUID = 1;

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
    private final Param<String> labelCol =
            new Param<>(this, "labelCol", "the column of classes, numbers or names");
    private final Param<String> tokens =
            new Param<>(
                    this,
                    "tokens",
                    "what of a text is read at a time: characters, words or bare-words");
    private final IntParam vocabulary =
            new IntParam(
                    this,
                    "vocabulary",
                    "most tokens of a text that are known",
                    ParamValidators.gtEq(1));
    private final IntParam minCount =
            new IntParam(
                    this,
                    "minCount",
                    "how often a token must occur to be known",
                    ParamValidators.gtEq(1));
    private final IntParam longest =
            new IntParam(
                    this,
                    "longest",
                    "how many tokens of a text are read, from its beginning",
                    ParamValidators.gtEq(1));
    private final IntParam embedding =
            new IntParam(this, "embedding", "size of a token's vector", ParamValidators.gtEq(1));
    private final BooleanParam bidirectional =
            new BooleanParam(
                    this,
                    "bidirectional",
                    "whether each layer also reads from the end to the beginning");
    private final Param<String> pooling =
            new Param<>(
                    this,
                    "pooling",
                    "what of the outputs of all steps is judged: last, mean, max or attention");
    private final Param<String> classWeights =
            new Param<>(
                    this,
                    "classWeights",
                    "how much classes count: none, balanced, or names and weights as in a=2,b=0.5");
    private final DoubleParam labelSmoothing =
            new DoubleParam(
                    this,
                    "labelSmoothing",
                    "part of the probability that is shared out over all classes in the loss",
                    ParamValidators.inRange(0, 1, true, false));

    /** A classifier with its defaults. */
    public RondoClassifier() {
        this(Identifiable$.MODULE$.randomUID("rondoClassifier"));
    }

    /** A classifier with its defaults and a name of its own. */
    public RondoClassifier(String uid) {
        super(uid, 0.1);
        setDefault(inputCol, "text");
        setDefault(predictionCol, "prediction");
        setDefault(probabilityCol, "probability");
        setDefault(classCol, "class");
        setDefault(handleInvalid, "error");
        setDefault(labelCol, "label");
        setDefault(tokens, "bare-words");
        setDefault(vocabulary, 20000);
        setDefault(minCount, 2);
        setDefault(longest, 256);
        setDefault(embedding, 64);
        setDefault(bidirectional, false);
        setDefault(pooling, "mean");
        setDefault(classWeights, "none");
        setDefault(labelSmoothing, 0.0);
    }

    @Override
    RondoClassifier self() {
        return this;
    }

    /**
     * Trains a model.
     *
     * @throws DataException when a row has no class or no readable sequence, or a class has too few
     *     rows
     * @throws IllegalArgumentException when a column or a parameter is wrong
     * @throws dev.rondo.spark.SparkGroupException when the cluster cannot train
     */
    @Override
    public RondoClassificationModel fit(Dataset<?> dataset) {
        RunFiles run = train(dataset.sparkSession().sparkContext(), collect(dataset));
        RondoClassificationModel model = new RondoClassificationModel(uid(), run);
        return copyValues(model, new ParamMap()).setParent(this);
    }

    @Override
    ArrayList<Example> collect(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        List<Row> rows = dataset.toDF().select(getInputCol(), getLabelCol()).collectAsList();
        ArrayList<Example> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            try {
                String label = Labels.name(row.get(1));
                examples.add(new Example(Contents.of(row.get(0)), label, i + 1L, "row " + (i + 1)));
            } catch (DataException e) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "row %d of the data frame, columns '%s' and '%s': %s",
                                i + 1,
                                getInputCol(),
                                getLabelCol(),
                                e.getMessage()),
                        e);
            }
        }
        if (examples.isEmpty()) {
            throw new DataException("the data frame has no rows, so there is nothing to learn");
        }
        return examples;
    }

    @Override
    ModelTraining training(ArrayList<Example> examples) {
        ExampleParts parts =
                new ExampleParts(
                        "the data frame",
                        getLabelCol(),
                        examples,
                        new StratifiedSplit(getValidation(), 0, getSeed()));
        Example.Content first = examples.getFirst().content();
        var columns = Contents.columns(getInputCol(), first);
        var codec =
                parts.fit(
                        new ExampleParts.Reading(
                                Values.named("--tokens", Tokens.values(), getTokens()),
                                getVocabulary(),
                                getMinCount(),
                                getLongest()),
                        columns.numbers());
        ClassesModel model =
                new ClassesModel(
                        new ClassesSettings(
                                stack(),
                                getEmbedding(),
                                getBidirectional(),
                                Values.named("--pooling", Pooling.values(), getPooling())),
                        columns,
                        codec,
                        parts.classes());
        return new ClassesTraining(
                model,
                source(examples),
                parts.encoded(codec),
                new ClassWeighting(getClassWeights()),
                getLabelSmoothing(),
                trainingSettings());
    }

    private static DataSource source(List<Example> examples) {
        Digest digest = new Digest();
        examples.forEach(e -> digest.add(Contents.text(e.content()) + e.label()));
        return digest.source();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Schemas.checkSequence(schema, getInputCol());
        Schemas.checkThere(schema, getLabelCol(), "labelCol");
        return RondoClassificationModel.added(
                schema, getPredictionCol(), getProbabilityCol(), getClassCol());
    }

    @Override
    public RondoClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads what {@link #write} has written. */
    public static MLReader<RondoClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads a classifier that was saved before it was trained. */
    public static RondoClassifier load(String path) {
        return read().load(path);
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
    public RondoClassifier setInputCol(String value) {
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
    public RondoClassifier setPredictionCol(String value) {
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
    public RondoClassifier setProbabilityCol(String value) {
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
    public RondoClassifier setClassCol(String value) {
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
    public RondoClassifier setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    /** The parameter: the column of classes, numbers or names. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** The column of classes, numbers or names. */
    public String getLabelCol() {
        return $(labelCol);
    }

    /** Sets it: the column of classes, numbers or names. */
    public RondoClassifier setLabelCol(String value) {
        set(labelCol, value);
        return this;
    }

    /** The parameter: what of a text is read at a time: characters, words or bare-words. */
    public Param<String> tokens() {
        return tokens;
    }

    /** What of a text is read at a time: characters, words or bare-words. */
    public String getTokens() {
        return $(tokens);
    }

    /** Sets it: what of a text is read at a time: characters, words or bare-words. */
    public RondoClassifier setTokens(String value) {
        set(tokens, value);
        return this;
    }

    /** The parameter: most tokens of a text that are known. */
    public IntParam vocabulary() {
        return vocabulary;
    }

    /** Most tokens of a text that are known. */
    public int getVocabulary() {
        return (int) $(vocabulary);
    }

    /** Sets it: most tokens of a text that are known. */
    public RondoClassifier setVocabulary(int value) {
        set(vocabulary, value);
        return this;
    }

    /** The parameter: how often a token must occur to be known. */
    public IntParam minCount() {
        return minCount;
    }

    /** How often a token must occur to be known. */
    public int getMinCount() {
        return (int) $(minCount);
    }

    /** Sets it: how often a token must occur to be known. */
    public RondoClassifier setMinCount(int value) {
        set(minCount, value);
        return this;
    }

    /** The parameter: how many tokens of a text are read, from its beginning. */
    public IntParam longest() {
        return longest;
    }

    /** How many tokens of a text are read, from its beginning. */
    public int getLongest() {
        return (int) $(longest);
    }

    /** Sets it: how many tokens of a text are read, from its beginning. */
    public RondoClassifier setLongest(int value) {
        set(longest, value);
        return this;
    }

    /** The parameter: size of a token's vector. */
    public IntParam embedding() {
        return embedding;
    }

    /** Size of a token's vector. */
    public int getEmbedding() {
        return (int) $(embedding);
    }

    /** Sets it: size of a token's vector. */
    public RondoClassifier setEmbedding(int value) {
        set(embedding, value);
        return this;
    }

    /** The parameter: whether each layer also reads from the end to the beginning. */
    public BooleanParam bidirectional() {
        return bidirectional;
    }

    /** Whether each layer also reads from the end to the beginning. */
    public boolean getBidirectional() {
        return (boolean) $(bidirectional);
    }

    /** Sets it: whether each layer also reads from the end to the beginning. */
    public RondoClassifier setBidirectional(boolean value) {
        set(bidirectional, value);
        return this;
    }

    /** The parameter: what of the outputs of all steps is judged: last, mean, max or attention. */
    public Param<String> pooling() {
        return pooling;
    }

    /** What of the outputs of all steps is judged: last, mean, max or attention. */
    public String getPooling() {
        return $(pooling);
    }

    /** Sets it: what of the outputs of all steps is judged: last, mean, max or attention. */
    public RondoClassifier setPooling(String value) {
        set(pooling, value);
        return this;
    }

    /**
     * The parameter: how much classes count: none, balanced, or names and weights as in a=2,b=0.5.
     */
    public Param<String> classWeights() {
        return classWeights;
    }

    /** How much classes count: none, balanced, or names and weights as in a=2,b=0.5. */
    public String getClassWeights() {
        return $(classWeights);
    }

    /** Sets it: how much classes count: none, balanced, or names and weights as in a=2,b=0.5. */
    public RondoClassifier setClassWeights(String value) {
        set(classWeights, value);
        return this;
    }

    /** The parameter: part of the probability that is shared out over all classes in the loss. */
    public DoubleParam labelSmoothing() {
        return labelSmoothing;
    }

    /** Part of the probability that is shared out over all classes in the loss. */
    public double getLabelSmoothing() {
        return (double) $(labelSmoothing);
    }

    /** Sets it: part of the probability that is shared out over all classes in the loss. */
    public RondoClassifier setLabelSmoothing(double value) {
        set(labelSmoothing, value);
        return this;
    }
}
