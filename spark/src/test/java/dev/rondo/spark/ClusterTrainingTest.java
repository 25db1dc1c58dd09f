package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.collective.AllReduce;
import dev.rondo.collective.LocalGroup;
import dev.rondo.collective.RingPlace;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.spark.ml.RondoClassificationModel;
import dev.rondo.spark.ml.RondoClassifier;
import dev.rondo.spark.ml.Trainings;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Training by the processes of a cluster has the bits of training by threads. */
class ClusterTrainingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int STEPS = 20;

    private static SparkContext context;

    @BeforeAll
    static void start() {
        context = Contexts.cluster();
    }

    private static SparkTraining onSpark(int members) {
        return SparkTraining.of(SparkGroup.of(context, members).withBackend("scalar"));
    }

    private static RunFiles member(TrainingTask task, AllReduce group) {
        return new MemberTraining(task, STEPS, new CheckpointPlace.Nowhere(), "test")
                .run(new Member(group, 0, 1, "scalar"));
    }

    private static RunFiles first(List<Callable<RunFiles>> members) {
        try (ExecutorService threads = Executors.newFixedThreadPool(members.size())) {
            List<Future<RunFiles>> all = members.stream().map(threads::submit).toList();
            RunFiles run = null;
            for (Future<RunFiles> f : all) {
                run = f.get() == null ? run : f.get();
            }
            return Objects.requireNonNull(run);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RunFiles byThreads(TrainingTask task, int size) {
        return first(
                LocalGroup.of(size, PATIENCE).stream()
                        .<Callable<RunFiles>>map(g -> () -> member(task, g))
                        .toList());
    }

    private static RunFiles overTcp(TrainingTask task, int size) throws IOException {
        List<RingPlace> places = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            places.add(RingPlace.listen(any));
        }
        List<InetSocketAddress> addresses = places.stream().map(RingPlace::address).toList();
        List<Callable<RunFiles>> members = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            int rank = r;
            members.add(
                    () -> {
                        try (AllReduce group =
                                places.get(rank).join(rank, addresses, new byte[32], PATIENCE)) {
                            return member(task, group);
                        }
                    });
        }
        return first(members);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 4"})
    void threads_tcp_and_a_cluster_train_the_same_bits(int size, int blocks) throws IOException {
        Kinds task = Kinds.of(size, blocks);
        String weights = byThreads(task, size).weights();
        assertThat(overTcp(task, size).weights()).isEqualTo(weights);
        assertThat(onSpark(size).train(task, STEPS).weights()).isEqualTo(weights);
    }

    @Test
    void with_blocks_the_size_of_the_cluster_does_not_show() {
        assertThat(onSpark(2).train(Kinds.of(2, 4), STEPS).weights())
                .isEqualTo(byThreads(Kinds.of(1, 4), 1).weights());
    }

    @Test
    void an_executor_that_is_killed_does_not_show_in_the_weights(@TempDir Path folder)
            throws IOException {
        String unbroken = byThreads(Kinds.of(2, 0), 2).weights();
        Path death = folder.resolve("death");
        Path kept = folder.resolve("kept");
        RunFiles run =
                onSpark(2)
                        .withCheckpoints(kept.toUri().toString())
                        .train(new Kinds(2, 0, death.toString(), 13), STEPS);
        assertThat(death).exists();
        assertThat(run.weights()).isEqualTo(unbroken);
        // it went on from the last checkpoint, and did not begin anew
        run.use(
                checkpoint -> {
                    var stretches = checkpoint.description().provenance();
                    assertThat(stretches).hasSizeGreaterThan(1);
                    assertThat(stretches.getLast().fromStep()).isEqualTo(10);
                    return checkpoint;
                });
        List<String> metrics = Files.readAllLines(kept.resolve("metrics.jsonl"));
        assertThat(metrics).filteredOn(m -> m.contains("\"step\":1,")).hasSize(1);
        try (var checkpoints = Files.list(kept.resolve("checkpoints"))) {
            assertThat(checkpoints).isNotEmpty().allSatisfy(c -> Checkpoint.open(c));
        }
    }

    @Test
    void an_estimator_fits_and_its_model_predicts_on_the_cluster(@TempDir Path folder)
            throws IOException {
        Contexts.cluster();
        SparkSession session = SparkSession.builder().getOrCreate();
        StructType schema =
                new StructType()
                        .add("signal", DataTypes.createArrayType(DataTypes.FloatType))
                        .add("label", DataTypes.IntegerType);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            float slope = i % 2 == 0 ? 1 : -1;
            rows.add(RowFactory.create(new float[] {0, slope, 2 * slope + i % 3}, i % 2));
        }
        Dataset<Row> frame = session.createDataFrame(rows, schema);
        RondoClassificationModel model =
                new RondoClassifier()
                        .setInputCol("signal")
                        .setHidden(4)
                        .setBatchSize(8)
                        .setSteps(20)
                        .setLearningRate(0.05)
                        .setWarmup(2)
                        .setNumWorkers(2)
                        .fit(frame);
        model.save(folder.resolve("model").toUri().toString());
        Dataset<Row> said =
                RondoClassificationModel.load(folder.resolve("model").toUri().toString())
                        .transform(frame.repartition(4));
        assertThat(said.filter("prediction = label").count()).isEqualTo(40);
    }

    @Test
    void a_training_for_another_number_of_members_is_refused() {
        assertThatThrownBy(() -> onSpark(2).train(Kinds.of(1, 0), STEPS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the group has 2 members, so the sharing of the training must have as many"
                                + " workers; got 1");
    }

    @Test
    void a_training_that_is_complete_is_not_trained_further(@TempDir Path folder) {
        SparkTraining training = onSpark(1).withCheckpoints(folder.resolve("run").toUri() + "");
        RunFiles run = training.train(Kinds.of(1, 0), 10);
        assertThat(training.train(Kinds.of(1, 0), 10).weights()).isEqualTo(run.weights());
        assertThat(run.files()).containsKeys("run.json", "metrics.jsonl");
        assertThatThrownBy(() -> training.train(() -> Trainings.ofKinds(1, 0, 100), 10))
                .hasMessageContaining("holds the checkpoints of a training on other data");
    }
}
