package dev.rondo.spark.ml;

import dev.rondo.models.data.Series;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.spark.RunFiles;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A forecaster that was trained. It makes of the rows of series the rows that come after their
 * ends: for each series and step the time where it is known, the value, and quantiles where the
 * loss tells them. Rows that have known columns but no target are rows to come.
 */
public final class RondoForecastModel extends Model<RondoForecastModel> implements MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final TreeMap<String, RunFiles> runs;
    private final Param<String> predictionCol =
            new Param<>(this, "predictionCol", "the column for the value that is forecast");
    private final Param<String> stepCol =
            new Param<>(
                    this,
                    "stepCol",
                    "the column for the number of the row that is forecast, from 1");
    private final Param<String> quantilesCol =
            new Param<>(
                    this,
                    "quantilesCol",
                    "the column for the quantiles at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95, of losses that tell them; empty for none");
    private final Param<String> handleInvalid =
            new Param<>(
                    this,
                    "handleInvalid",
                    "what becomes of a series that cannot be read: error, or skip (it is left out)",
                    ParamValidators.inArray(new String[] {"error", "skip"}));
    private final Param<String> groupCol =
            new Param<>(
                    this,
                    "groupCol",
                    "the column of groups of series that get a model each; empty for one model of all series");
    private final IntParam batchSize =
            new IntParam(
                    this, "batchSize", "series that are forecast at once", ParamValidators.gtEq(1));
    private final Param<String> backend =
            new Param<>(
                    this, "backend", "the backend that forecasts: a name, name:device, or auto");

    /**
     * The model of a run directory, such as one of {@code rondo train series}.
     *
     * @param uid a name of its own
     * @param run the directory
     * @throws dev.rondo.models.checkpoint.CheckpointException when it holds no forecaster
     */
    public RondoForecastModel(String uid, RunFiles run) {
        this(uid, Map.of("", run));
    }

    /**
     * Models of groups of series.
     *
     * @param runs the directory of each group; that of one model alone has an empty name
     */
    RondoForecastModel(String uid, Map<String, RunFiles> runs) {
        this.uid = uid; // parameters ask for it
        super();
        this.runs = new TreeMap<>(runs);
        setDefault(predictionCol, "prediction");
        setDefault(stepCol, "step");
        setDefault(quantilesCol, "quantiles");
        setDefault(handleInvalid, "error");
        setDefault(groupCol, "");
        setDefault(batchSize, 64);
        setDefault(backend, "auto");
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The directories of its training by groups; of one model alone, the group has no name. */
    public Map<String, RunFiles> runs() {
        return Map.copyOf(runs);
    }

    /** What is read of which columns; that of the first group, since only seasons differ. */
    SeriesSettings settings() {
        return SeriesModel.parse(runs.firstEntry().getValue().description().model()).settings();
    }

    /**
     * Forecasts. The rows of a series come together in one partition.
     *
     * @throws IllegalArgumentException when a column is missing
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        Series.Columns columns = settings().columns();
        List<Column> keys = new ArrayList<>();
        Optional<String> group = Optional.of(getGroupCol()).filter(g -> !g.isEmpty());
        group.ifPresent(g -> keys.add(functions.col(g)));
        columns.id().ifPresent(id -> keys.add(functions.col(id)));
        Column[] by = keys.toArray(Column[]::new);
        Dataset<Row> read = SeriesTable.select(dataset, columns, group);
        Dataset<Row> together =
                by.length == 0 ? read.coalesce(1) : read.repartition(by).sortWithinPartitions(by);
        var sent = Broadcasts.of(dataset.sparkSession().sparkContext(), runs);
        var forecasting =
                new Forecasting(
                        sent,
                        getBackend(),
                        getBatchSize(),
                        new Forecasting.Form(
                                columns.names(),
                                columns.id().map(columns.names()::indexOf).orElse(-1),
                                group.isPresent() ? columns.names().size() : -1,
                                columns.time().isPresent(),
                                schema.fieldNames()[schema.size() - 1].equals(getQuantilesCol()),
                                getHandleInvalid()));
        return together.mapPartitions(forecasting, Encoders.row(schema));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        SeriesSettings settings = settings();
        settings.columns()
                .names()
                .forEach(c -> Schemas.checkThere(schema, c, "which the model was trained on"));
        if (!getGroupCol().isEmpty()) {
            Schemas.checkThere(schema, getGroupCol(), "groupCol");
        }
        return forecasts(
                schema,
                settings.columns(),
                getStepCol(),
                getPredictionCol(),
                Optional.of(getQuantilesCol())
                        .filter(q -> !q.isEmpty() && settings.loss().isProbabilistic()));
    }

    /** The columns of forecasts. */
    static StructType forecasts(
            StructType schema,
            Series.Columns columns,
            String step,
            String prediction,
            Optional<String> quantiles) {
        StructType all = new StructType();
        if (columns.id().isPresent()) {
            all = all.add(schema.apply(columns.id().get()));
        }
        all = Schemas.add(all, step, DataTypes.IntegerType);
        if (columns.time().isPresent()) {
            all = Schemas.add(all, columns.time().get().column(), DataTypes.StringType);
        }
        all = Schemas.add(all, prediction, DataTypes.DoubleType);
        return quantiles.isEmpty()
                ? all
                : Schemas.add(
                        all, quantiles.get(), DataTypes.createArrayType(DataTypes.DoubleType));
    }

    @Override
    public RondoForecastModel copy(ParamMap extra) {
        return copyValues(new RondoForecastModel(uid, runs), extra).setParent(parent());
    }

    /** Writes a directory with the parameters, and the run directories below {@code run}. */
    @Override
    public MLWriter write() {
        return new RunWriter(this, runs);
    }

    /** Reads what {@link #write} has written. */
    public static MLReader<RondoForecastModel> read() {
        return new RunReader<>(RondoForecastModel.class, RondoForecastModel::new);
    }

    /** Reads a model that was saved. */
    public static RondoForecastModel load(String path) {
        return read().load(path);
    }

    /** The parameter: the column for the value that is forecast. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** The column for the value that is forecast. */
    public String getPredictionCol() {
        return $(predictionCol);
    }

    /** Sets it: the column for the value that is forecast. */
    public RondoForecastModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** The parameter: the column for the number of the row that is forecast, from 1. */
    public Param<String> stepCol() {
        return stepCol;
    }

    /** The column for the number of the row that is forecast, from 1. */
    public String getStepCol() {
        return $(stepCol);
    }

    /** Sets it: the column for the number of the row that is forecast, from 1. */
    public RondoForecastModel setStepCol(String value) {
        set(stepCol, value);
        return this;
    }

    /**
     * The parameter: the column for the quantiles at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95, of
     * losses that tell them; empty for none.
     */
    public Param<String> quantilesCol() {
        return quantilesCol;
    }

    /**
     * The column for the quantiles at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95, of losses that tell
     * them; empty for none.
     */
    public String getQuantilesCol() {
        return $(quantilesCol);
    }

    /**
     * Sets it: the column for the quantiles at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9 and 0.95, of losses
     * that tell them; empty for none.
     */
    public RondoForecastModel setQuantilesCol(String value) {
        set(quantilesCol, value);
        return this;
    }

    /**
     * The parameter: what becomes of a series that cannot be read: error, or skip (it is left out).
     */
    public Param<String> handleInvalid() {
        return handleInvalid;
    }

    /** What becomes of a series that cannot be read: error, or skip (it is left out). */
    public String getHandleInvalid() {
        return $(handleInvalid);
    }

    /** Sets it: what becomes of a series that cannot be read: error, or skip (it is left out). */
    public RondoForecastModel setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    /**
     * The parameter: the column of groups of series that get a model each; empty for one model of
     * all series.
     */
    public Param<String> groupCol() {
        return groupCol;
    }

    /** The column of groups of series that get a model each; empty for one model of all series. */
    public String getGroupCol() {
        return $(groupCol);
    }

    /**
     * Sets it: the column of groups of series that get a model each; empty for one model of all
     * series.
     */
    public RondoForecastModel setGroupCol(String value) {
        set(groupCol, value);
        return this;
    }

    /** The parameter: series that are forecast at once. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Series that are forecast at once. */
    public int getBatchSize() {
        return (int) $(batchSize);
    }

    /** Sets it: series that are forecast at once. */
    public RondoForecastModel setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    /** The parameter: the backend that forecasts: a name, name:device, or auto. */
    public Param<String> backend() {
        return backend;
    }

    /** The backend that forecasts: a name, name:device, or auto. */
    public String getBackend() {
        return $(backend);
    }

    /** Sets it: the backend that forecasts: a name, name:device, or auto. */
    public RondoForecastModel setBackend(String value) {
        set(backend, value);
        return this;
    }
}
