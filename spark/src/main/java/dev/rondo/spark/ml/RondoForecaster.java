package dev.rondo.spark.ml;

import dev.rondo.models.data.CalendarFeature;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Duplicates;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Missing;
import dev.rondo.models.data.Repair;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TimeFormat;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.SeriesLoss;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.models.task.SeriesTraining;
import dev.rondo.models.task.Values;
import dev.rondo.spark.RunFiles;

import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns to forecast one series or many. A row of the data frame is one step of one series.
 *
 * <pre>{@code
 * RondoForecastModel model =
 *         new RondoForecaster()
 *                 .setIdCol("store")
 *                 .setTimeCol("day")
 *                 .setTargetCol("sold")
 *                 .setHorizon(14)
 *                 .setLoss("gaussian")
 *                 .fit(sales);
 * model.transform(sales).select("store", "day", "prediction", "quantiles").show();
 * }</pre>
 *
 * <p>One model is learned of all series, each scaled by itself, or with {@code groupCol} one model
 * for each group of series. The rows are collected by the driver and sent to each executor once, so
 * they must fit the memory of both.
 */
public final class RondoForecaster
        extends RondoEstimator<RondoForecaster, RondoForecastModel, SeriesTable> {
    private static final long serialVersionUID = 1;

    private final Param<String> targetCol =
            new Param<>(this, "targetCol", "the column to forecast");
    private final Param<String> timeCol =
            new Param<>(
                    this,
                    "timeCol",
                    "the column that says when each row was, by which rows are sorted; empty for the order of the rows");
    private final Param<String> idCol =
            new Param<>(
                    this,
                    "idCol",
                    "the column that tells several series apart; empty for one series");
    private final Param<String> groupCol =
            new Param<>(
                    this,
                    "groupCol",
                    "the column of groups of series that get a model each; empty for one model of all series");
    private final StringArrayParam featureCols =
            new StringArrayParam(
                    this,
                    "featureCols",
                    "further columns that are read and known of the past alone");
    private final StringArrayParam knownCols =
            new StringArrayParam(
                    this, "knownCols", "further columns that are known of rows to come too");
    private final StringArrayParam staticCols =
            new StringArrayParam(
                    this, "staticCols", "columns that say the same in all rows of a series");
    private final Param<String> holidayCol =
            new Param<>(
                    this,
                    "holidayCol",
                    "the column that names holidays, known of rows to come; empty for none");
    private final StringArrayParam calendar =
            new StringArrayParam(
                    this,
                    "calendar",
                    "what is read of the time of a row: hour, weekday, day, month");
    private final Param<String> gaps =
            new Param<>(
                    this, "gaps", "what becomes of rows that are missing: error, allow or fill");
    private final Param<String> missing =
            new Param<>(
                    this,
                    "missing",
                    "what becomes of cells without a value: error, interpolate or mask");
    private final IntParam horizon =
            new IntParam(this, "horizon", "rows to forecast", ParamValidators.gtEq(1));
    private final IntParam window =
            new IntParam(
                    this,
                    "window",
                    "rows that are read for a forecast; 0 for two seasons, or what the horizon asks for",
                    ParamValidators.gtEq(0));
    private final IntParam season =
            new IntParam(
                    this,
                    "season",
                    "rows after which a series repeats itself; 0 to search for it",
                    ParamValidators.gtEq(0));
    private final Param<String> loss =
            new Param<>(
                    this,
                    "loss",
                    "what is minimized: squared, huber, pinball, gaussian, student-t or negative-binomial");
    private final IntParam paths =
            new IntParam(
                    this,
                    "paths",
                    "sample paths that a forecast draws row by row; 0 to say all rows at once",
                    ParamValidators.gtEq(0));
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

    /** A forecaster with its defaults. */
    public RondoForecaster() {
        this(Identifiable$.MODULE$.randomUID("rondoForecaster"));
    }

    /** A forecaster with its defaults and a name of its own. */
    public RondoForecaster(String uid) {
        super(uid, 0.15);
        setDefault(targetCol, "value");
        setDefault(timeCol, "");
        setDefault(idCol, "");
        setDefault(groupCol, "");
        setDefault(featureCols, new String[0]);
        setDefault(knownCols, new String[0]);
        setDefault(staticCols, new String[0]);
        setDefault(holidayCol, "");
        setDefault(calendar, new String[0]);
        setDefault(gaps, "error");
        setDefault(missing, "error");
        setDefault(horizon, 12);
        setDefault(window, 0);
        setDefault(season, 0);
        setDefault(loss, "squared");
        setDefault(paths, 0);
        setDefault(predictionCol, "prediction");
        setDefault(stepCol, "step");
        setDefault(quantilesCol, "quantiles");
        setDefault(handleInvalid, "error");
    }

    @Override
    RondoForecaster self() {
        return this;
    }

    /** The columns of the data frame that are read. */
    private Series.Columns columns() {
        return new Series.Columns(
                getTargetCol(),
                List.of(getFeatureCols()),
                List.of(getKnownCols()),
                present(getHolidayCol()),
                present(getIdCol()),
                List.of(getStaticCols()),
                present(getTimeCol()).map(this::time),
                new Series.Numbers(
                        false, Values.named("--missing", Missing.values(), getMissing())));
    }

    private Series.Time time(String column) {
        return new Series.Time(
                column,
                Values.named("--gaps", Gaps.values(), getGaps()),
                TimeFormat.Order.RECOGNISED,
                Arrays.stream(getCalendar()).map(CalendarFeature::named).distinct().toList(),
                Optional.empty(),
                // the rows of a data frame have no order of their own
                new Repair(true, Duplicates.ERROR, Optional.empty()));
    }

    private static Optional<String> present(String column) {
        return Optional.of(column).filter(c -> !c.isEmpty());
    }

    private SeriesSettings settings() {
        return new SeriesSettings(
                stack(),
                SeriesLoss.named(getLoss()),
                getPaths() == 0 ? Optional.empty() : Optional.of(getPaths()),
                columns(),
                getWindow(),
                getHorizon(),
                getSeason(),
                FirstGuess.LAST,
                getValidation(),
                0);
    }

    /**
     * Trains a model, or one for each group.
     *
     * @throws DataException when rows cannot be read, or a series is too short
     * @throws IllegalArgumentException when a column or a parameter is wrong
     * @throws dev.rondo.spark.SparkGroupException when the cluster cannot train
     */
    @Override
    public RondoForecastModel fit(Dataset<?> dataset) {
        SparkContext context = dataset.sparkSession().sparkContext();
        Map<String, RunFiles> runs =
                getGroupCol().isEmpty()
                        ? Map.of("", train(context, collect(dataset)))
                        : GroupTraining.train(context, this, groups(dataset));
        return copyValues(new RondoForecastModel(uid(), runs), new ParamMap()).setParent(this);
    }

    private Map<String, SeriesTable> groups(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return SeriesTable.collect(dataset, columns(), present(getGroupCol()));
    }

    @Override
    SeriesTable collect(Dataset<?> dataset) {
        if (!getGroupCol().isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no one model where groupCol is set; leave it empty");
        }
        return groups(dataset).get("");
    }

    @Override
    ModelTraining training(SeriesTable table) {
        return SeriesTraining.create(table.hashed(columns()), settings(), trainingSettings());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        columns().names().forEach(c -> Schemas.checkThere(schema, c, "a column of the series"));
        present(getGroupCol()).ifPresent(c -> Schemas.checkThere(schema, c, "groupCol"));
        boolean spread = SeriesLoss.named(getLoss()).isProbabilistic();
        return RondoForecastModel.forecasts(
                schema,
                columns(),
                getStepCol(),
                getPredictionCol(),
                present(getQuantilesCol()).filter(_ -> spread));
    }

    @Override
    public RondoForecaster copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads what {@link #write} has written. */
    public static MLReader<RondoForecaster> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads a forecaster that was saved before it was trained. */
    public static RondoForecaster load(String path) {
        return read().load(path);
    }

    /** The parameter: the column to forecast. */
    public Param<String> targetCol() {
        return targetCol;
    }

    /** The column to forecast. */
    public String getTargetCol() {
        return $(targetCol);
    }

    /** Sets it: the column to forecast. */
    public RondoForecaster setTargetCol(String value) {
        set(targetCol, value);
        return this;
    }

    /**
     * The parameter: the column that says when each row was, by which rows are sorted; empty for
     * the order of the rows.
     */
    public Param<String> timeCol() {
        return timeCol;
    }

    /**
     * The column that says when each row was, by which rows are sorted; empty for the order of the
     * rows.
     */
    public String getTimeCol() {
        return $(timeCol);
    }

    /**
     * Sets it: the column that says when each row was, by which rows are sorted; empty for the
     * order of the rows.
     */
    public RondoForecaster setTimeCol(String value) {
        set(timeCol, value);
        return this;
    }

    /** The parameter: the column that tells several series apart; empty for one series. */
    public Param<String> idCol() {
        return idCol;
    }

    /** The column that tells several series apart; empty for one series. */
    public String getIdCol() {
        return $(idCol);
    }

    /** Sets it: the column that tells several series apart; empty for one series. */
    public RondoForecaster setIdCol(String value) {
        set(idCol, value);
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
    public RondoForecaster setGroupCol(String value) {
        set(groupCol, value);
        return this;
    }

    /** The parameter: further columns that are read and known of the past alone. */
    public StringArrayParam featureCols() {
        return featureCols;
    }

    /** Further columns that are read and known of the past alone. */
    public String[] getFeatureCols() {
        return $(featureCols);
    }

    /** Sets it: further columns that are read and known of the past alone. */
    public RondoForecaster setFeatureCols(String[] value) {
        set(featureCols, value);
        return this;
    }

    /** The parameter: further columns that are known of rows to come too. */
    public StringArrayParam knownCols() {
        return knownCols;
    }

    /** Further columns that are known of rows to come too. */
    public String[] getKnownCols() {
        return $(knownCols);
    }

    /** Sets it: further columns that are known of rows to come too. */
    public RondoForecaster setKnownCols(String[] value) {
        set(knownCols, value);
        return this;
    }

    /** The parameter: columns that say the same in all rows of a series. */
    public StringArrayParam staticCols() {
        return staticCols;
    }

    /** Columns that say the same in all rows of a series. */
    public String[] getStaticCols() {
        return $(staticCols);
    }

    /** Sets it: columns that say the same in all rows of a series. */
    public RondoForecaster setStaticCols(String[] value) {
        set(staticCols, value);
        return this;
    }

    /** The parameter: the column that names holidays, known of rows to come; empty for none. */
    public Param<String> holidayCol() {
        return holidayCol;
    }

    /** The column that names holidays, known of rows to come; empty for none. */
    public String getHolidayCol() {
        return $(holidayCol);
    }

    /** Sets it: the column that names holidays, known of rows to come; empty for none. */
    public RondoForecaster setHolidayCol(String value) {
        set(holidayCol, value);
        return this;
    }

    /** The parameter: what is read of the time of a row: hour, weekday, day, month. */
    public StringArrayParam calendar() {
        return calendar;
    }

    /** What is read of the time of a row: hour, weekday, day, month. */
    public String[] getCalendar() {
        return $(calendar);
    }

    /** Sets it: what is read of the time of a row: hour, weekday, day, month. */
    public RondoForecaster setCalendar(String[] value) {
        set(calendar, value);
        return this;
    }

    /** The parameter: what becomes of rows that are missing: error, allow or fill. */
    public Param<String> gaps() {
        return gaps;
    }

    /** What becomes of rows that are missing: error, allow or fill. */
    public String getGaps() {
        return $(gaps);
    }

    /** Sets it: what becomes of rows that are missing: error, allow or fill. */
    public RondoForecaster setGaps(String value) {
        set(gaps, value);
        return this;
    }

    /** The parameter: what becomes of cells without a value: error, interpolate or mask. */
    public Param<String> missing() {
        return missing;
    }

    /** What becomes of cells without a value: error, interpolate or mask. */
    public String getMissing() {
        return $(missing);
    }

    /** Sets it: what becomes of cells without a value: error, interpolate or mask. */
    public RondoForecaster setMissing(String value) {
        set(missing, value);
        return this;
    }

    /** The parameter: rows to forecast. */
    public IntParam horizon() {
        return horizon;
    }

    /** Rows to forecast. */
    public int getHorizon() {
        return (int) $(horizon);
    }

    /** Sets it: rows to forecast. */
    public RondoForecaster setHorizon(int value) {
        set(horizon, value);
        return this;
    }

    /**
     * The parameter: rows that are read for a forecast; 0 for two seasons, or what the horizon asks
     * for.
     */
    public IntParam window() {
        return window;
    }

    /** Rows that are read for a forecast; 0 for two seasons, or what the horizon asks for. */
    public int getWindow() {
        return (int) $(window);
    }

    /**
     * Sets it: rows that are read for a forecast; 0 for two seasons, or what the horizon asks for.
     */
    public RondoForecaster setWindow(int value) {
        set(window, value);
        return this;
    }

    /** The parameter: rows after which a series repeats itself; 0 to search for it. */
    public IntParam season() {
        return season;
    }

    /** Rows after which a series repeats itself; 0 to search for it. */
    public int getSeason() {
        return (int) $(season);
    }

    /** Sets it: rows after which a series repeats itself; 0 to search for it. */
    public RondoForecaster setSeason(int value) {
        set(season, value);
        return this;
    }

    /**
     * The parameter: what is minimized: squared, huber, pinball, gaussian, student-t or
     * negative-binomial.
     */
    public Param<String> loss() {
        return loss;
    }

    /** What is minimized: squared, huber, pinball, gaussian, student-t or negative-binomial. */
    public String getLoss() {
        return $(loss);
    }

    /**
     * Sets it: what is minimized: squared, huber, pinball, gaussian, student-t or
     * negative-binomial.
     */
    public RondoForecaster setLoss(String value) {
        set(loss, value);
        return this;
    }

    /** The parameter: sample paths that a forecast draws row by row; 0 to say all rows at once. */
    public IntParam paths() {
        return paths;
    }

    /** Sample paths that a forecast draws row by row; 0 to say all rows at once. */
    public int getPaths() {
        return (int) $(paths);
    }

    /** Sets it: sample paths that a forecast draws row by row; 0 to say all rows at once. */
    public RondoForecaster setPaths(int value) {
        set(paths, value);
        return this;
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
    public RondoForecaster setPredictionCol(String value) {
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
    public RondoForecaster setStepCol(String value) {
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
    public RondoForecaster setQuantilesCol(String value) {
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
    public RondoForecaster setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }
}
