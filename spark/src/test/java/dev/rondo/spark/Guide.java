package dev.rondo.spark;

import dev.rondo.spark.ml.RondoClassificationModel;
import dev.rondo.spark.ml.RondoClassifier;
import dev.rondo.spark.ml.RondoForecastModel;
import dev.rondo.spark.ml.RondoForecaster;
import dev.rondo.spark.ml.RondoSweep;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import java.nio.file.Path;

/** The code of docs/guides/spark.md, so that it compiles. */
final class Guide {
    private Guide() {}

    static Dataset<Row> forecast(Dataset<Row> sales) {
        RondoForecastModel model =
                new RondoForecaster()
                        .setIdCol("store")
                        .setTimeCol("day")
                        .setTargetCol("sold")
                        .setKnownCols(new String[] {"price"})
                        .setHorizon(14)
                        .setLoss("gaussian")
                        .fit(sales);
        Dataset<Row> forecasts = model.transform(sales);
        return forecasts;
    }

    static Dataset<Row> classify(Dataset<Row> recordings, Dataset<Row> others) {
        RondoClassificationModel model =
                new RondoClassifier()
                        .setInputCol("signal")
                        .setLabelCol("kind")
                        .setCell("lstm")
                        .setHidden(64)
                        .fit(recordings);
        Dataset<Row> said = model.transform(others);
        return said;
    }

    static Dataset<Row> sweep(RondoForecaster forecaster, Dataset<Row> sales) {
        ParamMap[] grid =
                new ParamGridBuilder()
                        .addGrid(forecaster.hidden(), new int[] {16, 32, 64})
                        .addGrid(forecaster.learningRate(), new double[] {0.001, 0.003})
                        .build();
        Dataset<Row> table =
                new RondoSweep<>(forecaster, grid, 1, 2, 3).run(sales, "hdfs:///sweeps/sales");
        return table;
    }

    static void train(SparkSession session, TrainingTask task) {
        RunFiles run =
                SparkTraining.of(SparkGroup.of(session.sparkContext(), 4))
                        .withCheckpoints("hdfs:///runs/speech")
                        .train(task, 10_000);
        run.writeTo(Path.of("speech"));
    }
}
