import module java.base;

import dev.rondo.array.Array;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.SequenceBatches;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.spark.ml.RondoClassificationModel;
import dev.rondo.spark.ml.RondoClassifier;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows a second that Spark classifies with a model, beside those of its executable alone, on one
 * thread each. See docs/benchmarks/workers.md.
 */
final class SparkRows {
    private static final int ROWS = 65_536;
    private static final int STEPS = 64;
    private static final int BATCH = 64;
    private static final int ROUNDS = 5;

    public static void main(String[] args) throws IOException {
        SparkSession session =
                SparkSession.builder().master("local[1]").appName("rows").getOrCreate();
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create(random.doubles(STEPS).toArray(), (double) (i % 2)));
        }
        StructType schema =
                new StructType()
                        .add("signal", DataTypes.createArrayType(DataTypes.DoubleType))
                        .add("label", DataTypes.DoubleType);
        Dataset<Row> frame = session.createDataFrame(rows, schema).cache();
        frame.count();
        for (int hidden : new int[] {32, 64, 128}) {
            compare(session, frame, rows, hidden);
        }
        session.close();
    }

    private static void compare(
            SparkSession session, Dataset<Row> frame, List<Row> rows, int hidden) {
        RondoClassificationModel model =
                new RondoClassifier()
                        .setInputCol("signal")
                        .setCell("lstm")
                        .setHidden(hidden)
                        .setSteps(1)
                        .fit(frame.limit(200));
        double[] ratios = new double[ROUNDS];
        double[] direct = new double[ROUNDS];
        try (Executable executable = compiled(model)) {
            List<Map<String, Array>> batches = batches(model, rows);
            for (int round = -2; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                for (Map<String, Array> batch : batches) {
                    executable.run("classify", batch);
                }
                long middle = System.nanoTime();
                model.transform(frame).write().format("noop").mode("overwrite").save();
                long end = System.nanoTime();
                if (round >= 0) { // the first rounds warm up
                    direct[round] = ROWS * 1e9 / (middle - begin);
                    ratios[round] = (double) (middle - begin) / (end - middle);
                }
            }
        }
        Arrays.sort(direct);
        Arrays.sort(ratios);
        double middle = direct[ROUNDS / 2];
        double ratio = ratios[ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "LSTM of %3d units, %d steps: executable %,9.0f rows/s, transform %,9.0f rows/s, %3.0f %% (%.0f to %.0f)%n",
                hidden,
                STEPS,
                middle,
                middle * ratio,
                100 * ratio,
                100 * ratios[0],
                100 * ratios[ROUNDS - 1]);
    }

    private static Executable compiled(RondoClassificationModel model) {
        return model.run()
                .use(
                        checkpoint -> {
                            var form = ClassesModel.parse(checkpoint.description().model());
                            var backend = Backends.open("auto", new BackendOptions(1));
                            Executable executable = backend.compile(form.program(BATCH, STEPS));
                            checkpoint.restorePart(executable);
                            return executable;
                        });
    }

    private static List<Map<String, Array>> batches(
            RondoClassificationModel model, List<Row> rows) {
        ClassesModel form =
                model.run().use(c -> ClassesModel.parse(c.description().model()));
        List<Sequence> sequences = new ArrayList<>();
        for (Row row : rows) {
            double[] signal = (double[]) row.get(0);
            double[][] steps = new double[STEPS][1];
            for (int t = 0; t < STEPS; t++) {
                steps[t][0] = signal[t];
            }
            sequences.add(form.codec().encode(new Example.Numbers(steps)));
        }
        List<Map<String, Array>> batches = new ArrayList<>();
        for (int from = 0; from < ROWS; from += BATCH) {
            // each batch has arrays of its own, since a batch is overwritten by the next
            batches.add(
                    SequenceBatches.once(sequences.subList(from, from + BATCH), STEPS, BATCH)
                            .unlabelled(0));
        }
        return batches;
    }
}
