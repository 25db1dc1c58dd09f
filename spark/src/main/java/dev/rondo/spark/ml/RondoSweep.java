package dev.rondo.spark.ml;

import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.spark.LoneTraining;
import dev.rondo.spark.RunFiles;

import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

import scala.jdk.javaapi.CollectionConverters;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Trains an estimator with several settings and seeds, each in an ordinary task with a run
 * directory of its own. A trial that fails is a row with its reason, and the others go on.
 *
 * <pre>{@code
 * ParamMap[] grid =
 *         new ParamGridBuilder()
 *                 .addGrid(forecaster.hidden(), new int[] {16, 32, 64})
 *                 .addGrid(forecaster.learningRate(), new double[] {0.001, 0.003})
 *                 .build();
 * new RondoSweep<>(forecaster, grid, 1, 2, 3).run(sales, "hdfs:///sweeps/sales").show();
 * }</pre>
 *
 * <p>Unlike Spark's {@code CrossValidator} it measures each trial on the estimator's own validation
 * part, so it is for series as well, and it keeps every model.
 *
 * @param <D> what the estimator takes from a data frame
 */
public final class RondoSweep<D extends Serializable> {
    private static final StructType TABLE =
            new StructType()
                    .add("trial", DataTypes.StringType)
                    .add(
                            "settings",
                            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
                    .add("seed", DataTypes.LongType)
                    .add("metric", DataTypes.StringType)
                    .add("value", DataTypes.DoubleType)
                    .add("step", DataTypes.LongType)
                    .add("run", DataTypes.StringType)
                    .add("failure", DataTypes.StringType);

    private final RondoEstimator<?, ?, D> estimator;
    private final List<ParamMap> settings;
    private final List<Long> seeds;

    /**
     * A sweep.
     *
     * @param estimator trained by one task, with {@code numWorkers} 1
     * @param settings what is changed in each trial; any number from any distribution, or a grid of
     *     {@link org.apache.spark.ml.tuning.ParamGridBuilder}
     * @param seeds each setting is tried with each of them; none for the estimator's own
     */
    public RondoSweep(RondoEstimator<?, ?, D> estimator, ParamMap[] settings, long... seeds) {
        if (settings.length == 0) {
            throw new IllegalArgumentException("a sweep needs at least one setting");
        }
        this.estimator = estimator;
        this.settings = List.of(settings);
        this.seeds =
                seeds.length == 0
                        ? List.of(estimator.getSeed())
                        : LongStream.of(seeds).boxed().toList();
    }

    private record Trial<D extends Serializable>(
            String name, RondoEstimator<?, ?, D> estimator, TreeMap<String, String> settings)
            implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /**
     * Trains all of them, as many at once as the cluster has slots.
     *
     * @param output URI of a directory for the run directories, which all executors see
     * @return a row for each trial, the best first, those that failed at the end: its name and
     *     settings, the metric and its value, the step of the best model, its run directory, and
     *     why it failed
     * @throws dev.rondo.models.data.DataException when the data frame cannot be read
     */
    public Dataset<Row> run(Dataset<?> dataset, String output) {
        D data = estimator.collect(dataset);
        SparkContext context = dataset.sparkSession().sparkContext();
        Broadcast<D> sent = Broadcasts.of(context, data);
        List<Trial<D>> trials = trials();
        var place = new Place(output, new SerializableConfiguration(context.hadoopConfiguration()));
        String application = context.appName();
        try {
            List<Row> rows =
                    new ArrayList<>(
                            JavaSparkContext.fromSparkContext(context)
                                    .parallelize(trials, trials.size())
                                    .map(trial -> row(trial, sent, place, application))
                                    .collect());
            rows.sort(RondoSweep::compare);
            return dataset.sparkSession().createDataFrame(rows, TABLE);
        } finally {
            sent.destroy();
        }
    }

    /** Of all metrics that our estimators have, less is better. */
    private static int compare(Row a, Row b) {
        int value = TABLE.fieldIndex("value"); // these rows do not know their columns
        if (a.isNullAt(value) || b.isNullAt(value)) {
            return Boolean.compare(a.isNullAt(value), b.isNullAt(value));
        }
        return Double.compare(a.getDouble(value), b.getDouble(value));
    }

    private record Place(String output, SerializableConfiguration hadoop) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    private List<Trial<D>> trials() {
        List<Trial<D>> trials = new ArrayList<>();
        for (ParamMap some : settings) {
            TreeMap<String, String> told = new TreeMap<>();
            for (ParamPair<?> pair : CollectionConverters.asJava(some.toSeq())) {
                told.put(pair.param().name(), text(pair.value()));
            }
            for (long seed : seeds) {
                String name = String.format(Locale.ROOT, "trial-%03d", trials.size() + 1);
                RondoEstimator<?, ?, D> own = estimator.copy(some).setSeed(seed);
                trials.add(new Trial<>(name, own, told));
            }
        }
        return trials;
    }

    private static String text(Object value) {
        return value instanceof Object[] all ? Arrays.toString(all) : String.valueOf(value);
    }

    private static <D extends Serializable> Row row(
            Trial<D> trial, Broadcast<D> data, Place place, String application) {
        RondoEstimator<?, ?, D> estimator = trial.estimator();
        try {
            ModelTraining training = estimator.training(data.value());
            var alone = new LoneTraining(estimator.getBackend(), application);
            RunFiles run = alone.train(training, estimator.updates(training));
            Path directory = new Path(place.output(), trial.name());
            RunWriter.write(run, directory, place.hadoop().value());
            TrainingState.Best best = run.description().training().best().orElseThrow();
            return row(
                    trial,
                    training.metric(),
                    best.value(),
                    best.step(),
                    directory.toString(),
                    null);
        } catch (RuntimeException | LinkageError e) {
            return row(trial, null, null, null, null, e.toString());
        }
    }

    private static Row row(
            Trial<?> trial, String metric, Double value, Long step, String run, String failure) {
        Map<String, String> settings = trial.settings();
        return RowFactory.create(
                trial.name(),
                CollectionConverters.asScala(settings),
                trial.estimator().getSeed(),
                metric,
                value,
                step,
                run,
                failure);
    }
}
