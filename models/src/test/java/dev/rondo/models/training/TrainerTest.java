package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.TrainingState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

class TrainerTest {
    private final Regression model = new Regression();
    private final List<String> events = new ArrayList<>();

    private final TrainingListener recorder =
            new TrainingListener() {
                @Override
                public void started(TrainingState state, long lastStep) {
                    events.add("started " + state.step() + "/" + lastStep);
                }

                @Override
                public void step(StepReport r) {
                    events.add("step " + r.step());
                }

                @Override
                public void evaluated(Evaluation e) {
                    events.add("evaluated " + e.step());
                }

                @Override
                public void checkpointing(TrainingState state) {
                    events.add("checkpointing " + state.step());
                }

                @Override
                public void checkpointed(TrainingState state, Path checkpoint) {
                    events.add("checkpointed " + checkpoint);
                }

                @Override
                public void finished(TrainingResult result) {
                    events.add("finished " + result.reason() + " " + result.state().step());
                }
            };

    @AfterEach
    void close() {
        model.executable.close();
    }

    @Test
    void itLearns() {
        TrainingResult result =
                model.trainer(Regression.data(1))
                        .stopAfterEpochs(20)
                        .evaluateEvery(50, model::evaluate, "error", Goal.MINIMIZE)
                        .run();
        assertThat(result.reason()).isEqualTo(StopReason.STEPS);
        assertThat(result.state().step()).isEqualTo(200);
        assertThat(result.state().epoch()).isEqualTo(20);
        assertThat(result.state().evaluation().get("error")).isLessThan(0.01);
        assertThat(model.executable.read("weight").f32()[2]).isCloseTo(3, within(0.1f));
        assertThat(result.checkpoint()).isEmpty();
    }

    @Test
    void listenersHearEverythingInOrder() {
        double[] errors = {3, 2, 5};
        model.trainer(Regression.data(1))
                .stopAfterSteps(5)
                .evaluateEvery(
                        2,
                        step -> Map.of("error", errors[(int) (step - 1) / 2]),
                        "error",
                        Goal.MINIMIZE)
                .checkpointEvery(3, (_, _, state) -> Path.of("c" + state.step()))
                .listener(recorder)
                .run();
        assertThat(events)
                .containsExactly(
                        "started 0/5",
                        "checkpointing 0", // whatever happens now, it can be resumed
                        "checkpointed c0",
                        "step 1",
                        "step 2",
                        "evaluated 2",
                        "checkpointing 2", // the best so far
                        "checkpointed c2",
                        "step 3",
                        "checkpointing 3",
                        "checkpointed c3",
                        "step 4",
                        "evaluated 4",
                        "checkpointing 4",
                        "checkpointed c4",
                        "step 5",
                        "checkpointing 5", // whatever becomes of the evaluation
                        "checkpointed c5",
                        "evaluated 5",
                        "checkpointing 5", // the end, though not the best
                        "checkpointed c5",
                        "finished STEPS 5");
    }

    @Test
    void theLastEvaluationIsInTheLastCheckpoint() {
        List<TrainingState> saved = new ArrayList<>();
        model.trainer(Regression.data(1))
                .stopAfterSteps(4)
                .evaluateEvery(3, step -> Map.of("error", 1.0 / step), "error", Goal.MINIMIZE)
                .checkpointEvery(
                        4,
                        (_, _, state) -> {
                            saved.add(state);
                            return Path.of("c");
                        })
                .run();
        assertThat(saved.getLast().evaluation()).containsEntry("error", 0.25);
        assertThat(saved.getLast().isBest()).isTrue();
    }

    @Test
    void theOrderInWhichAnEvaluationNamesItsMetricsDoesNotShow() {
        List<List<String>> named = new ArrayList<>();
        model.trainer(Regression.data(1))
                .stopAfterSteps(2)
                .evaluateEvery(
                        1,
                        step -> {
                            Map<String, Double> metrics = new LinkedHashMap<>();
                            metrics.put(step == 1 ? "a" : "b", 1.0);
                            metrics.put(step == 1 ? "b" : "a", 1.0);
                            return metrics;
                        },
                        "b",
                        Goal.MINIMIZE)
                .checkpointEvery(
                        1,
                        (_, _, state) -> {
                            named.add(List.copyOf(state.evaluation().keySet()));
                            return Path.of("c");
                        })
                .listener(
                        new TrainingListener() {
                            @Override
                            public void evaluated(Evaluation e) {
                                named.add(List.copyOf(e.metrics().keySet()));
                            }
                        })
                .run();
        assertThat(named).hasSizeGreaterThanOrEqualTo(4);
        assertThat(named.stream().filter(names -> !names.isEmpty()))
                .allMatch(List.of("a", "b")::equals);
    }

    @Test
    void whoAsksToStopGetsACheckpointAndNoEvaluation() {
        boolean[] stop = {false};
        TrainingResult result =
                model.trainer(Regression.data(1))
                        .stopWhen(() -> stop[0])
                        .evaluateEvery(100, model::evaluate, "error", Goal.MINIMIZE)
                        .checkpointEvery(100, (_, _, state) -> Path.of("c" + state.step()))
                        .listener(recorder)
                        .listener(
                                new TrainingListener() {
                                    @Override
                                    public void step(StepReport r) {
                                        stop[0] = r.step() == 7;
                                    }
                                })
                        .run();
        assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
        assertThat(result.checkpoint()).contains(Path.of("c7"));
        assertThat(events.subList(events.size() - 4, events.size()))
                .containsExactly(
                        "step 7", "checkpointing 7", "checkpointed c7", "finished REQUESTED 7");
    }

    /** At a multiple of the interval, and at the end. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void anEvaluationThatIsGivenUpIsNoResultAndTheModelIsSaved(int at) {
        boolean[] stop = {false};
        TrainingResult result =
                model.trainer(Regression.data(1))
                        .stopAfterSteps(5)
                        .stopWhen(() -> stop[0])
                        .evaluateEvery(
                                3,
                                step -> {
                                    stop[0] = step == at;
                                    return model.evaluate(() -> giveUp(stop[0]));
                                },
                                "error",
                                Goal.MINIMIZE)
                        .checkpointEvery(100, (_, _, state) -> Path.of("c" + state.step()))
                        .listener(recorder)
                        .run();

        assertThat(result.evaluationGivenUp()).isTrue();
        assertThat(result.state().step()).isEqualTo(at);
        assertThat(result.state().evaluation()).isEmpty();
        assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
        assertThat(result.checkpoint()).contains(Path.of("c" + at));
        assertThat(events)
                .doesNotContain("evaluated " + at)
                .endsWith(
                        "step " + at,
                        "checkpointing " + at,
                        "checkpointed c" + at,
                        "finished REQUESTED " + at);
    }

    private static void giveUp(boolean asked) {
        if (asked) {
            throw new CancellationException();
        }
    }

    @Test
    void anEvaluatorThatGivesUpUnaskedFails() {
        Trainer trainer =
                model.trainer(Regression.data(1))
                        .stopAfterSteps(5)
                        .evaluateEvery(
                                3, _ -> model.evaluate(() -> giveUp(true)), "error", Goal.MINIMIZE);
        assertThatThrownBy(trainer::run).isInstanceOf(CancellationException.class);
    }

    @Test
    void anInterruptOfTheThreadIsSuchARequest() {
        TrainingResult result =
                model.trainer(Regression.data(1))
                        .stopAfterSteps(100)
                        .checkpointEvery(1000, (_, _, state) -> Path.of("c" + state.step()))
                        .listener(
                                new TrainingListener() {
                                    @Override
                                    public void step(StepReport r) {
                                        if (r.step() == 7) {
                                            Thread.currentThread().interrupt();
                                        }
                                    }
                                })
                        .run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.reason()).isEqualTo(StopReason.REQUESTED);
        assertThat(result.checkpoint()).contains(Path.of("c7"));
    }

    @Test
    void timeEndsTraining() {
        long begin = System.nanoTime();
        TrainingResult result =
                model.trainer(Regression.data(1)).stopAfter(Duration.ofMillis(50)).run();
        assertThat(result.reason()).isEqualTo(StopReason.TIME);
        assertThat(result.state().step()).isPositive();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(50_000_000L);
    }

    @Test
    void checkpointsCanBeWrittenByTheClock() {
        List<Long> saved = new ArrayList<>();
        model.trainer(Regression.data(1))
                .stopAfterSteps(4)
                .checkpointEvery(
                        Duration.ofNanos(1),
                        (_, _, state) -> {
                            saved.add(state.step());
                            return Path.of("c");
                        })
                .run();
        assertThat(saved).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void reportsSayWhatHappened() {
        List<StepReport> reports = new ArrayList<>();
        model.trainer(Regression.data(1))
                .stopAfterSteps(30)
                .listener(
                        new TrainingListener() {
                            @Override
                            public void step(StepReport r) {
                                reports.add(r);
                            }
                        })
                .run();
        StepReport first = reports.getFirst();
        assertThat(first.smoothedLoss()).isCloseTo(first.loss(), within(1e-9));
        assertThat(first.learningRate()).isCloseTo(0.05 / 5, within(1e-12));
        StepReport last = reports.getLast();
        assertThat(last.epoch()).isEqualTo(3);
        assertThat(last.gradientNorm()).isPositive();
        assertThat(last.itemsPerSecond()).isPositive();
        assertThat(last.seconds()).isPositive();
        assertThat(last.smoothedLoss())
                .isBetween(
                        reports.stream().mapToDouble(StepReport::loss).min().orElseThrow(),
                        reports.stream().mapToDouble(StepReport::loss).max().orElseThrow());
    }

    @Test
    void aLossThatIsNotFiniteStopsTrainingAndNamesTheOperation() {
        Batches poisoned = poisoned(12);
        Map<String, Array> before = new HashMap<>();
        Trainer trainer =
                model.trainer(poisoned)
                        .stopAfterSteps(100)
                        .checkpointEvery(10, (_, _, state) -> Path.of("c" + state.step()))
                        .listener(
                                new TrainingListener() {
                                    @Override
                                    public void step(StepReport r) {
                                        before.putAll(model.executable.variables());
                                    }
                                });
        assertThatThrownBy(trainer::run)
                .isInstanceOfSatisfying(
                        DivergenceException.class,
                        e -> {
                            assertThat(e.step()).isEqualTo(13);
                            assertThat(e.loss()).isNaN();
                            assertThat(e.checkpoint()).contains(Path.of("c10"));
                            assertThat(e.operation()).contains("log", "trap", "Regression.java");
                        })
                .hasMessageContainingAll(
                        "step 13", "loss NaN", "trap", "c10", "lower learning rate", "clipping");
        model.executable
                .variables()
                .forEach((name, a) -> assertThat(a.sameBits(before.get(name))).isTrue());
    }

    @Test
    void anInputThatIsNotFiniteIsNamed() {
        Batches batches =
                step -> {
                    Map<String, Array> b = Regression.data(1).batch(step);
                    b.get("y").set(2, Double.POSITIVE_INFINITY);
                    return b;
                };
        assertThatThrownBy(() -> model.trainer(batches).stopAfterSteps(3).run())
                .isInstanceOf(DivergenceException.class)
                .hasMessageContainingAll(
                        "step 1", "input 'y' held Infinity at position 2", "No checkpoint");
    }

    @Test
    void aVariableThatIsNotFiniteIsNamed() {
        model.executable.write("weight", Array.of(new float[] {1, Float.NaN, 1}));
        assertThatThrownBy(() -> model.trainer(Regression.data(1)).stopAfterSteps(3).run())
                .isInstanceOf(DivergenceException.class)
                .hasMessageContaining("variable 'weight' held NaN at position 1");
    }

    /** Like the data, but an input of one batch is far too large. */
    private static Batches poisoned(long at) {
        return step -> {
            Map<String, Array> b = new LinkedHashMap<>(Regression.data(1).batch(step));
            if (step == at) {
                b.get("x").set(4, 200);
            }
            return b;
        };
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Trainer t = model.trainer(Regression.data(1)).stopAfterSteps(1);
        assertThatThrownBy(() -> t.entry("learn").run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no entry 'learn'", "train");
        assertThatThrownBy(() -> t.entry("evaluate").run()).hasMessageContaining("'loss'");
        assertThatThrownBy(
                        () -> t.entry("train").carrying(Map.of("h", Array.of(new float[1]))).run())
                .hasMessageContainingAll("does not carry 'h'", "state.0");
        assertThatThrownBy(() -> t.stopAfterSteps(0)).hasMessageContaining("at least one step");
        assertThatThrownBy(() -> t.stopAfter(Duration.ZERO)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> model.trainer(step -> Map.of()).stopAfterEpochs(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no end");
    }

    @Test
    void anEvaluationMustMeasureWhatDecides() {
        assertThatThrownBy(
                        () ->
                                model.trainer(Regression.data(1))
                                        .stopAfterSteps(1)
                                        .evaluateEvery(1, _ -> Map.of("a", 1.0), "b", Goal.MAXIMIZE)
                                        .run())
                .hasMessageContainingAll("must measure 'b'", "[a]");
    }

    @Test
    void aNaNIsNeverTheBest() {
        for (Goal goal : Goal.values()) {
            assertThat(goal.isBetter(Double.NaN, 1)).isFalse();
            assertThat(goal.isBetter(Double.NaN, Double.NaN)).isFalse();
            assertThat(goal.isBetter(1, Double.NaN)).isTrue();
        }
        assertThat(Goal.MAXIMIZE.isBetter(2, 1)).isTrue();
        assertThat(Goal.MINIMIZE.isBetter(2, 1)).isFalse();
        assertThat(Goal.MINIMIZE.isBetter(1, 1)).isFalse();
    }
}
