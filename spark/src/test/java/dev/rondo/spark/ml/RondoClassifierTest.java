package dev.rondo.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.Example;
import dev.rondo.models.task.ClassesModel;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

class RondoClassifierTest {
    private static SparkSession session;
    private static Dataset<Row> known;
    private static Dataset<Row> others;
    private static RondoClassificationModel model;

    @BeforeAll
    static void train() {
        session = Frames.session();
        Dataset<Row> all = Frames.kinds(session, 260);
        known = all.filter("n < 160").cache();
        others = all.filter("n >= 160").cache();
        model = classifier().setLabelCol("kind").setNumWorkers(2).fit(known);
    }

    private static RondoClassifier classifier() {
        return new RondoClassifier()
                .setInputCol("signal")
                .setHidden(6)
                .setSteps(60)
                .setBatchSize(16)
                .setLearningRate(0.03)
                .setWarmup(5);
    }

    @Test
    void it_learns_to_tell_kinds_apart() {
        Dataset<Row> said = model.transform(others);
        assertThat(said.columns())
                .containsExactly(
                        "n", "signal", "kind", "label", "prediction", "probability", "class");
        assertThat(said.count()).isEqualTo(100);
        assertThat(said.filter("class = kind").count()).isGreaterThan(90);
        for (Row row : said.collectAsList()) {
            double[] p = row.<Vector>getAs("probability").toArray();
            assertThat(p[0] + p[1]).isCloseTo(1, within(1e-9));
            String likeliest = model.classes().get(p[0] >= p[1] ? 0 : 1);
            assertThat(row.<String>getAs("class")).isEqualTo(likeliest);
            double position = model.classes().indexOf(likeliest);
            assertThat(row.<Double>getAs("prediction")).isEqualTo(position);
        }
    }

    @Test
    void a_row_is_predicted_as_by_the_model_alone_however_the_rows_are_partitioned() {
        double[][] alone =
                model.run()
                        .use(
                                checkpoint -> {
                                    ClassesModel form =
                                            ClassesModel.parse(checkpoint.description().model());
                                    List<Sequence> sequences =
                                            Trainings.kinds(260).subList(160, 260).stream()
                                                    .map(Example::content)
                                                    .map(form.codec()::encode)
                                                    .toList();
                                    var backend = Backends.open("auto", new BackendOptions(1));
                                    try (Executable executable =
                                            backend.compile(form.program(100, 16))) {
                                        checkpoint.restorePart(executable);
                                        return form.classify(
                                                executable, 100, 16, sequences, Temperature.ONE);
                                    }
                                });
        for (int partitions : new int[] {1, 3, 150}) {
            // 150 partitions of 100 rows: some are empty
            List<double[]> said =
                    model
                            .setBatchSize(partitions == 1 ? 64 : 5)
                            .transform(others.repartition(partitions))
                            .orderBy("n")
                            .collectAsList()
                            .stream()
                            .map(row -> row.<Vector>getAs("probability").toArray())
                            .toList();
            assertThat(said.toArray(double[][]::new)).isDeepEqualTo(alone);
        }
    }

    @Test
    void an_executor_keeps_a_compiled_model_for_each_task_at_a_time() {
        model.setBatchSize(64).transform(others.repartition(7)).count();
        var key = new ModelKey(model.run().weights(), "auto", 64);
        assertThat(IdleModels.count(key)).isBetween(1, 3); // local[3] runs three
    }

    @Test
    void what_is_saved_predicts_the_same_when_it_is_loaded(@TempDir Path folder) throws Exception {
        String path = folder.resolve("model").toUri().toString();
        model.setTemperature(2).save(path);
        RondoClassificationModel loaded = RondoClassificationModel.load(path);
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.getInputCol()).isEqualTo("signal");
        assertThat(loaded.transform(others).collectAsList())
                .isEqualTo(model.transform(others).collectAsList());
        model.setTemperature(1);
        // other programs find a run directory in it
        var run = RunDirectory.model(folder.resolve("model/run"));
        assertThat(ClassesModel.parse(run.description().model()).classes())
                .containsExactly("falls", "rises");
    }

    @Test
    void a_classifier_that_is_saved_keeps_its_parameters(@TempDir Path folder) throws Exception {
        String path = folder.resolve("classifier").toUri().toString();
        classifier().setCell("lstm").setClassWeights("balanced").save(path);
        RondoClassifier loaded = RondoClassifier.load(path);
        assertThat(loaded.getCell()).isEqualTo("lstm");
        assertThat(loaded.getClassWeights()).isEqualTo("balanced");
        assertThat(loaded.getHidden()).isEqualTo(6);
    }

    @Test
    void it_is_a_stage_of_a_pipeline(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = known.drop("label");
        StringIndexer indexer = new StringIndexer().setInputCol("kind").setOutputCol("label");
        Pipeline pipeline =
                new Pipeline().setStages(new PipelineStage[] {indexer, classifier().setSteps(10)});
        PipelineModel fitted = pipeline.fit(rows);
        String path = folder.resolve("pipeline").toUri().toString();
        fitted.save(path);
        assertThat(PipelineModel.load(path).transform(rows).collectAsList())
                .isEqualTo(fitted.transform(rows).collectAsList());
    }

    @Test
    void a_cross_validation_chooses_among_parameters() {
        RondoClassifier classifier = classifier();
        CrossValidatorModel chosen =
                new CrossValidator()
                        .setEstimator(classifier)
                        .setEvaluator(new MulticlassClassificationEvaluator())
                        .setEstimatorParamMaps(
                                new ParamGridBuilder()
                                        .addGrid(classifier.steps(), new long[] {2, 30})
                                        .build())
                        .setNumFolds(2)
                        .fit(known);
        assertThat(chosen.avgMetrics()).hasSize(2);
        assertThat(chosen.avgMetrics()[1]).isGreaterThan(0.85);
        var best = (RondoClassificationModel) chosen.bestModel();
        assertThat(best.classes()).containsExactly("0", "1");
    }

    @Test
    void texts_are_read() {
        StructType schema =
                new StructType()
                        .add("text", DataTypes.StringType)
                        .add("label", DataTypes.StringType);
        List<Row> rows =
                IntStream.range(0, 80)
                        .mapToObj(
                                i ->
                                        i % 2 == 0
                                                ? RowFactory.create("so good and fine", "yes")
                                                : RowFactory.create("so bad and poor", "no"))
                        .toList();
        Dataset<Row> texts = session.createDataFrame(rows, schema);
        RondoClassificationModel learned =
                new RondoClassifier()
                        .setHidden(4)
                        .setEmbedding(3)
                        .setSteps(40)
                        .setLearningRate(0.05)
                        .fit(texts);
        assertThat(learned.readsTexts()).isTrue();
        assertThat(learned.transform(texts).filter("class = label").count()).isEqualTo(80);
    }

    @Test
    void rows_without_a_sequence_are_an_error_or_left_out_or_kept() {
        Dataset<Row> gap =
                session.createDataFrame(
                                List.of(
                                        RowFactory.create(new double[] {1, 2, 3}, "a"),
                                        RowFactory.create(null, "b")),
                                new StructType()
                                        .add(
                                                "signal",
                                                DataTypes.createArrayType(DataTypes.DoubleType))
                                        .add("name", DataTypes.StringType))
                        .coalesce(1);
        assertThatThrownBy(() -> model.copy(new ParamMap()).transform(gap).collectAsList())
                .hasStackTraceContaining(
                        "a row cannot be classified: the row has no sequence. The row is [null,b]."
                                + " To leave such rows out");
        var skipping = model.copy(new ParamMap());
        assertThat(skipping.setHandleInvalid("skip").transform(gap).count()).isEqualTo(1);
        List<Row> kept =
                skipping.setHandleInvalid("keep").transform(gap).orderBy("name").collectAsList();
        assertThat(kept).hasSize(2);
        assertThat(kept.getLast().isNullAt(kept.getLast().fieldIndex("prediction"))).isTrue();
        assertThat(kept.getFirst().isNullAt(2)).isFalse();
    }

    @Test
    void wrong_columns_and_parameters_are_told() {
        assertThatThrownBy(() -> classifier().setLabelCol("kinds").fit(known))
                .hasMessageContaining("the data frame has no column 'kinds' (labelCol)")
                .hasMessageContaining("did you mean");
        assertThatThrownBy(() -> classifier().setInputCol("label").fit(known))
                .hasMessageContaining("'label' (inputCol) must be a text, an array of numbers");
        assertThatThrownBy(() -> classifier().setCell("lstmm").fit(known))
                .hasMessageContaining("lstmm");
        assertThatThrownBy(() -> classifier().setNumWorkers(3).fit(known))
                .hasMessageContaining("batch must be a multiple of workers, 3; got 16");
        assertThatThrownBy(() -> classifier().setHidden(0)).hasMessageContaining("hidden");
        assertThatThrownBy(
                        () -> model.transform(known.withColumn("prediction", known.col("label"))))
                .hasMessageContaining("has a column 'prediction' already");
        assertThatThrownBy(() -> classifier().fit(known.filter("label = 1")))
                .hasMessageContaining("there is one class only, '1'");
        assertThatThrownBy(() -> classifier().fit(known.filter("label = 7")))
                .hasMessageContaining("the data frame has no rows");
    }
}
