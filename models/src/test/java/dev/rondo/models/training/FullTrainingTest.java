package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.EventFile;
import dev.rondo.models.checkpoint.EventRecord;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.optimizer.Adadelta;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.AdamW;
import dev.rondo.models.optimizer.NtAsgd;
import dev.rondo.models.optimizer.OptimizerFactory;
import dev.rondo.models.optimizer.RmsProp;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Training with every optimizer, accumulation, averaging, patience and plateaus, cut and resumed.
 */
class FullTrainingTest {
    private static final int INPUTS = 3;

    private static final Map<String, OptimizerFactory> OPTIMIZERS =
            Map.of(
                    "sgd", (s, p) -> new Sgd(s, p, new Sgd.Settings(0.9, true, 0.01)),
                    "adam", Adam::new,
                    "adamw", AdamW::new,
                    "rmsprop",
                            (s, p) ->
                                    new RmsProp(
                                            s, p, new RmsProp.Settings(0.9, 1e-8, 0.5, true, 0.01)),
                    "adadelta", Adadelta::new,
                    "nt-asgd", NtAsgd::new);

    @TempDir Path directory;

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** y = x·w with two batches an update. */
    private static final class Model implements AutoCloseable {
        final Backend backend = Backends.open("scalar");
        final Program program;
        final Executable executable;

        Model(OptimizerFactory factory) {
            Scope scope = Scope.root();
            Variable weight = scope.parameter("weight", Initializer.uniform(1), INPUTS);
            TrainingStep step =
                    new TrainingStep(
                                    scope,
                                    factory.create(scope.child("optimizer"), scope.parameters()))
                            .clippingAt(0.5)
                            .accumulating(scope.child("accumulated"));
            program =
                    step.addTo(Program.of(DType.F32, scope, 3), "train", t -> loss(t, weight))
                            .with("evaluate", t -> t.output("squared", loss(t, weight)));
            executable = backend.compile(program);
        }

        private static Tensor loss(Trace t, Variable weight) {
            Tensor x = t.input("x", Regression.ROWS, INPUTS);
            Tensor y = t.input("y", Regression.ROWS);
            return x.times(weight.in(t.graph())).sum(-1).minus(y).squared().mean();
        }

        Map<String, Double> evaluate(long step) {
            double squared =
                    Totals.of(executable, program.entries().get("evaluate"), Regression.data(99))
                            .get("squared");
            // a wave, so that there are plateaus and a reason to average
            return Map.of("error", squared / 10 + 5 * Math.sin(step));
        }

        Trainer trainer(Batches data) {
            return Trainer.of(backend, program, executable, data)
                    .learningRate(LearningRate.constant(0.4));
        }

        Trainer trainer(String optimizer) {
            Trainer trainer =
                    trainer(Regression.data(5))
                            .accumulating(2)
                            .reducingOnPlateau(0.5, 1)
                            .stopAfterEvaluationsWithoutBest(30);
            return optimizer.equals("nt-asgd") ? trainer.averagingAfter(1) : trainer;
        }

        @Override
        public void close() {
            executable.close();
        }
    }

    private record Outcome(Map<String, Array> variables, List<Configuration> metrics) {}

    /** Trains to the end or to a power cut after some update; the directory may exist. */
    private static Outcome train(Path path, String optimizer, long cutAfter) {
        boolean resumes = path.resolve("run.json").toFile().exists();
        try (Model model = new Model(OPTIMIZERS.get(optimizer));
                RunDirectory run =
                        resumes ? RunDirectory.resume(path) : RunDirectory.create(path)) {
            Checkpoint from = resumes ? run.latest() : null;
            long step = from == null ? 0 : from.step();
            var provenance = Provenance.begin(step, 3, model.backend, List.of(), List.of("test"));
            try (JsonLines lines = run.appendMetrics(step);
                    EventFile events = run.appendEvents(step)) {
                Trainer trainer =
                        model.trainer(optimizer)
                                .stopAfterSteps(40)
                                .evaluateEvery(3, model::evaluate, "error", Goal.MINIMIZE)
                                .checkpointEvery(
                                        5,
                                        new RunCheckpointer(
                                                run.checkpoints(),
                                                Configuration.empty(),
                                                List.of(provenance)))
                                .listener(new MetricsLog(lines, 1, "rows"))
                                .listener(new TensorBoardLog(events, 1))
                                .listener(after(r -> cut(r.step(), cutAfter)));
                if (from != null) {
                    trainer.resume(from);
                }
                trainer.run();
            }
            return new Outcome(model.executable.variables(), JsonLines.read(run.metrics()));
        }
    }

    private static void cut(long step, long cutAfter) {
        if (step == cutAfter) {
            throw new PowerCut();
        }
    }

    private static TrainingListener after(Consumer<StepReport> action) {
        return new TrainingListener() {
            @Override
            public void step(StepReport r) {
                action.accept(r);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adam", "adamw", "rmsprop", "adadelta", "nt-asgd"})
    void aRunThatWasCutEqualsOneThatWasNot(String optimizer) throws IOException {
        Outcome whole = train(directory.resolve("whole"), optimizer, -1);
        Path path = directory.resolve("cut");
        for (long cut : new long[] {7, 19, 34}) {
            assertThatThrownBy(() -> train(path, optimizer, cut)).isInstanceOf(PowerCut.class);
        }
        Outcome resumed = train(path, optimizer, -1);

        assertThat(resumed.variables().keySet()).isEqualTo(whole.variables().keySet());
        whole.variables()
                .forEach(
                        (name, v) ->
                                assertThat(v.sameBits(resumed.variables().get(name)))
                                        .as(name)
                                        .isTrue());
        assertThat(withoutTimes(resumed)).isEqualTo(withoutTimes(whole));
        // there were plateaus to remember
        assertThat(whole.metrics().get(whole.metrics().size() - 2).number("learning_rate"))
                .isLessThan(0.2);
        assertThat(events(path)).isEqualTo(asEvents(whole));
        if (optimizer.equals("nt-asgd")) {
            // it did average
            assertThat(whole.variables().get("optimizer.points").item()).isLessThan(-1);
        }
    }

    private record Values(long step, Map<String, Float> values) {}

    /** What TensorBoard sees of all files. */
    private static List<Values> events(Path path) throws IOException {
        return EventRecord.readAll(path).stream()
                .filter(e -> !e.values().isEmpty())
                .map(e -> new Values(e.step(), e.values()))
                .toList();
    }

    /** The JSON lines as events. */
    private static List<Values> asEvents(Outcome outcome) {
        return outcome.metrics().stream()
                .map(
                        line -> {
                            Map<String, Float> values = new HashMap<>();
                            for (String name :
                                    List.of(
                                            "loss",
                                            "smoothed_loss",
                                            "learning_rate",
                                            "gradient_norm")) {
                                if (line.has(name)) {
                                    values.put("train/" + name, (float) line.number(name));
                                }
                            }
                            if (line.has("evaluation")) {
                                values.put(
                                        "evaluation/error",
                                        (float) line.section("evaluation").number("error"));
                            }
                            return new Values(line.integer("step"), values);
                        })
                .toList();
    }

    private static List<Configuration> withoutTimes(Outcome outcome) {
        return outcome.metrics().stream()
                .map(line -> line.with("seconds", null).with("rows_per_second", null))
                .toList();
    }

    @Test
    void whatIsEvaluatedSavedAndLeftAreTheMeansAndTrainingGoesOnFromThePoint() {
        List<Array> evaluated = new ArrayList<>();
        List<Array> saved = new ArrayList<>();
        List<Array> trained = new ArrayList<>();
        try (Model model = new Model(NtAsgd::new)) {
            double[] errors = {1, 2, 0.5, 0.4};
            model.trainer("nt-asgd")
                    .averagingAfter(0)
                    .stopAfterSteps(8)
                    .evaluateEvery(
                            2,
                            step -> {
                                evaluated.add(model.executable.read("weight"));
                                return Map.of("error", errors[(int) step / 2 - 1]);
                            },
                            "error",
                            Goal.MINIMIZE)
                    .checkpointEvery(
                            8,
                            (e, _, _) -> {
                                saved.add(e.read("weight"));
                                return Path.of("c");
                            })
                    .listener(after(_ -> trained.add(model.executable.read("weight"))))
                    .run();

            // averaging began at the second evaluation, with the point after update 4
            for (int i = 0; i < INPUTS; i++) {
                double mean6 = mean(trained.subList(3, 6), i);
                double mean8 = mean(trained.subList(3, 8), i);
                assertThat(evaluated.get(1).get(i)).isEqualTo(trained.get(3).get(i));
                assertThat(evaluated.get(2).get(i)).isCloseTo(mean6, offset());
                assertThat(evaluated.get(3).get(i)).isCloseTo(mean8, offset());
                assertThat(saved.getLast().get(i)).isCloseTo(mean8, offset());
                assertThat(model.executable.read("weight").get(i)).isCloseTo(mean8, offset());
                assertThat(trained.get(7).get(i)).isNotCloseTo(mean8, offset());
            }
        }
    }

    private static Offset<Double> offset() {
        return Offset.offset(1e-6);
    }

    private static double mean(List<Array> points, int i) {
        return points.stream().mapToDouble(p -> p.get(i)).average().orElseThrow();
    }

    @Test
    void patienceEndsTraining() {
        try (Model model = new Model(Sgd::new)) {
            double[] errors = {3, 2, 4, 2};
            TrainingResult result =
                    model.trainer("sgd")
                            .stopAfterEvaluationsWithoutBest(2)
                            .stopAfterSteps(100)
                            .evaluateEvery(
                                    5,
                                    step -> Map.of("error", errors[(int) step / 5 - 1]),
                                    "error",
                                    Goal.MINIMIZE)
                            .run();
            assertThat(result.reason()).isEqualTo(StopReason.PATIENCE);
            assertThat(result.state().step()).isEqualTo(20);
            assertThat(result.state().checks()).containsExactly(3.0, 2.0, 4.0, 2.0);
            assertThat(result.state().best().orElseThrow().step()).isEqualTo(10);
        }
    }

    @Test
    void aPlateauReducesTheRate() {
        List<Double> rates = new ArrayList<>();
        try (Model model = new Model(Sgd::new)) {
            model.trainer("sgd")
                    .reducingOnPlateau(0.5, 2)
                    .stopAfterSteps(5)
                    .evaluateEvery(1, _ -> Map.of("error", 1.0), "error", Goal.MINIMIZE)
                    .listener(after(r -> rates.add(r.learningRate())))
                    .run();
        }
        assertThat(rates).containsExactly(0.4, 0.4, 0.4, 0.2, 0.2);
    }

    @Test
    void anUpdateTakesItsBatchesInOrderAndReportsTheirMeanLoss() {
        List<Long> asked = new ArrayList<>();
        List<Double> epochs = new ArrayList<>();
        Batches data = Regression.data(5);
        try (Model model = new Model(Sgd::new)) {
            Trainer.of(
                            model.backend,
                            model.program,
                            model.executable,
                            new Batches() {
                                @Override
                                public Map<String, Array> batch(long number) {
                                    asked.add(number);
                                    return data.batch(number);
                                }

                                @Override
                                public long stepsPerEpoch() {
                                    return 12;
                                }
                            })
                    .accumulating(3)
                    .stopAfterEpochs(0.5)
                    .listener(after(r -> epochs.add(r.epoch())))
                    .run();
        }
        assertThat(asked).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(epochs).containsExactly(0.25, 0.5);
    }

    /** A request and the clock, which come between two batches of a step. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 8})
    void aStepThatIsGivenUpLeavesNothingBehind(int batches) {
        try (Model whole = new Model(OPTIMIZERS.get("adam"));
                Model stopped = new Model(OPTIMIZERS.get("adam"))) {
            Batches data = Regression.data(5);
            int[] done = {0};
            TrainingResult result =
                    stopped.trainer(
                                    new Batches() {
                                        @Override
                                        public Map<String, Array> batch(long number) {
                                            done[0]++;
                                            return data.batch(number);
                                        }

                                        @Override
                                        public long stepsPerEpoch() {
                                            return data.stepsPerEpoch();
                                        }

                                        @Override
                                        public long seed() {
                                            return data.seed();
                                        }
                                    })
                            .accumulating(3)
                            .stopWhen(() -> done[0] == batches)
                            .run();
            int steps = batches / 3;
            whole.trainer(data).accumulating(3).stopAfterSteps(steps).run();

            assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
            assertThat(result.state().step()).isEqualTo(steps);
            assertThat(result.batchesGivenUp()).isEqualTo(batches % 3);
            for (Variable v : whole.program.variables()) {
                assertThat(stopped.executable.read(v.name()).toDoubles())
                        .as(v.name())
                        .isEqualTo(whole.executable.read(v.name()).toDoubles());
            }
        }
    }

    @Test
    void anUpdateThatDivergesLeavesNothingBehind() {
        try (Model model = new Model(OPTIMIZERS.get("adam"))) {
            Batches data = Regression.data(5);
            Map<String, Array> before = model.executable.variables();
            Batches bad =
                    number -> {
                        Map<String, Array> batch = data.batch(number);
                        if (number == 2) {
                            batch.get("x").set(0, Double.NaN);
                        }
                        return batch;
                    };
            Trainer trainer = model.trainer(bad).accumulating(3);
            assertThatThrownBy(trainer::run).isInstanceOf(DivergenceException.class);
            before.forEach(
                    (name, v) ->
                            assertThat(model.executable.read(name).sameBits(v)).as(name).isTrue());
        }
    }

    @Test
    void theClockIsLookedAtBetweenTheBatchesOfAStep() {
        try (Model model = new Model(OPTIMIZERS.get("sgd"))) {
            TrainingResult result =
                    model.trainer(Regression.data(5))
                            .accumulating(Integer.MAX_VALUE)
                            .stopAfter(Duration.ofMillis(50))
                            .run();

            assertThat(result.reason()).isEqualTo(StopReason.TIME);
            assertThat(result.state().step()).isZero();
            assertThat(model.executable.read("accumulated.batches").item()).isZero();
        }
    }

    @Test
    void whatTheProgramCannotDoIsRefused() {
        Regression plain = new Regression();
        try (plain.executable) {
            Trainer trainer = plain.trainer(Regression.data(1)).stopAfterSteps(1);
            assertThatThrownBy(() -> trainer.stopAfterEvaluationsWithoutBest(3).run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("need evaluations");
            assertThatThrownBy(() -> trainer.averagingAfter(3).run())
                    .hasMessageContaining("NtAsgd");
            assertThatThrownBy(() -> trainer.accumulating(2).run())
                    .hasMessageContaining("does not accumulate");
            assertThatThrownBy(() -> trainer.accumulating(0)).hasMessageContaining("one batch");
            assertThatThrownBy(() -> trainer.reducingOnPlateau(1, 3)).hasMessageContaining("below");
        }
    }
}
