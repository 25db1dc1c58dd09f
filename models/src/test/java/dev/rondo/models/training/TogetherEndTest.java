package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.collective.AllReduce;
import dev.rondo.collective.CollectiveException;
import dev.rondo.collective.LocalGroup;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How the training of a group ends, well or not: on all members alike. */
class TogetherEndTest {
    private static final int MEMBERS = 3;
    private static final int ROWS = 2;
    private static final int INPUTS = 3;

    /** Rows of all members; a value of one of them is NaN at a step. */
    private static Batches data(long badStep, int badRow) {
        return step -> {
            Array x = Array.of(new float[MEMBERS * ROWS * INPUTS], MEMBERS * ROWS, INPUTS);
            for (int i = 0; i < x.size(); i++) {
                x.set(i, Math.sin(i + 7 * step));
            }
            if (step == badStep) {
                x.set(badRow * INPUTS, Double.NaN);
            }
            return Map.of("x", x);
        };
    }

    private static final Batches GOOD = data(-1, 0);

    /** y = x·w, whose square becomes small. */
    private static final class Model implements AutoCloseable {
        final Backend backend = Backends.open("scalar");
        final Program program;
        final Executable executable;

        Model(long seed, boolean accumulates) {
            Scope scope = Scope.root();
            Variable weight = scope.parameter("weight", Initializer.uniform(1), INPUTS);
            TrainingStep step =
                    new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()));
            if (accumulates) {
                step = step.accumulating(scope.child("accumulated"));
            }
            program = step.addTo(Program.of(DType.F32, scope, seed), "train", t -> loss(t, weight));
            executable = backend.compile(program);
        }

        private static Tensor loss(Trace t, Variable weight) {
            Tensor x = t.input("x", ROWS, INPUTS);
            return x.times(weight.in(t.graph())).sum(-1).squared().mean();
        }

        Trainer trainer(Batches data, AllReduce group) {
            return Trainer.of(backend, program, executable, data)
                    .learningRate(LearningRate.constant(0.1))
                    .together(group);
        }

        @Override
        public void close() {
            executable.close();
        }
    }

    @FunctionalInterface
    private interface Member {
        TrainingResult train(AllReduce group);
    }

    /** What each member returned or threw. */
    private static List<Object> run(Member member) throws InterruptedException {
        List<Callable<TrainingResult>> calls = new ArrayList<>();
        for (AllReduce m : LocalGroup.of(MEMBERS, Duration.ofSeconds(60))) {
            calls.add(
                    () -> {
                        try (m) {
                            return member.train(m);
                        }
                    });
        }
        List<Object> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(MEMBERS)) {
            for (Future<TrainingResult> f : threads.invokeAll(calls)) {
                try {
                    outcomes.add(f.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause());
                }
            }
        }
        return outcomes;
    }

    private static void allEnd(List<Object> outcomes, StopReason reason) {
        assertThat(outcomes).allMatch(o -> o instanceof TrainingResult r && r.reason() == reason);
        assertThat(outcomes.stream().map(o -> ((TrainingResult) o).state().step()).distinct())
                .hasSize(1);
    }

    @Test
    void whatIsNotFiniteOnOneStopsAllAndNamesIt() throws InterruptedException {
        Batches bad = data(2, ROWS); // the first row of rank 1
        List<Object> outcomes =
                run(
                        g -> {
                            try (Model m = new Model(1, true)) {
                                Array[] last = new Array[1];
                                TrainingListener keeps =
                                        new TrainingListener() {
                                            @Override
                                            public void step(StepReport report) {
                                                last[0] = m.executable.read("weight");
                                            }
                                        };
                                Trainer trainer = m.trainer(bad, g).listener(keeps);
                                assertThatThrownBy(trainer::run)
                                        .isInstanceOf(DivergenceException.class);
                                assertThat(m.executable.read("weight").sameBits(last[0])).isTrue();
                                return m.trainer(bad, g).run();
                            }
                        });
        assertThat(outcomes).allMatch(DivergenceException.class::isInstance);
        assertThat((DivergenceException) outcomes.get(1))
                .hasMessageContaining("at step 3")
                .hasMessageContaining("input 'x' held NaN at position 0");
        for (int rank : new int[] {0, 2}) {
            assertThat((DivergenceException) outcomes.get(rank))
                    .hasMessageContaining("at step 3 on rank 1 of the group");
        }
    }

    @Test
    void aMemberThatFailsEndsTheOthers() throws InterruptedException {
        List<Object> outcomes =
                run(
                        g -> {
                            Batches data =
                                    step -> {
                                        if (g.rank() == 2 && step == 3) {
                                            throw new IllegalStateException("no more data");
                                        }
                                        return GOOD.batch(step);
                                    };
                            try (Model m = new Model(1, true)) {
                                return m.trainer(data, g).stopAfterSteps(9).run();
                            }
                        });
        assertThat((Exception) outcomes.get(2)).hasMessage("no more data");
        for (int rank : new int[] {0, 1}) {
            assertThat(outcomes.get(rank)).isInstanceOf(CollectiveException.class);
            assertThat(((CollectiveException) outcomes.get(rank)).culprit()).hasValue(2);
        }
    }

    @Test
    void allStopWhenOneIsAskedTo() throws InterruptedException {
        List<Object> outcomes =
                run(
                        g -> {
                            long[] done = {0};
                            Batches data =
                                    step -> {
                                        done[0] = step;
                                        return GOOD.batch(step);
                                    };
                            try (Model m = new Model(1, true)) {
                                return m.trainer(data, g)
                                        .stopWhen(() -> g.rank() == 1 && done[0] >= 4)
                                        .run();
                            }
                        });
        allEnd(outcomes, StopReason.REQUESTED);
        assertThat(((TrainingResult) outcomes.getFirst()).state().step()).isEqualTo(5);
    }

    @Test
    void allEndWhenTheTimeOfOneIsUp() throws InterruptedException {
        List<Object> outcomes =
                run(
                        g -> {
                            Duration time = Duration.ofNanos(g.rank() == 2 ? 1 : Long.MAX_VALUE);
                            try (Model m = new Model(1, true)) {
                                return m.trainer(GOOD, g).stopAfter(time).run();
                            }
                        });
        allEnd(outcomes, StopReason.TIME);
    }

    @Test
    void theFirstEvaluatesAndSavesForAll() throws InterruptedException {
        List<Path> saved = new ArrayList<>();
        List<Object> outcomes =
                run(
                        g -> {
                            try (Model m = new Model(1, true)) {
                                return m.trainer(GOOD, g)
                                        .evaluateEvery(
                                                2,
                                                step -> {
                                                    assertThat(g.rank()).isZero();
                                                    return Map.of(
                                                            "error", step < 5 ? 1.0 / step : 1);
                                                },
                                                "error",
                                                Goal.MINIMIZE)
                                        .checkpointEvery(
                                                3,
                                                (_, _, _) -> {
                                                    assertThat(g.rank()).isZero();
                                                    saved.add(Path.of("checkpoint"));
                                                    return saved.getLast();
                                                })
                                        .stopAfterEvaluationsWithoutBest(2)
                                        .run();
                            }
                        });
        allEnd(outcomes, StopReason.PATIENCE);
        TrainingResult first = (TrainingResult) outcomes.getFirst();
        // the best was at step 4, and those of 6 and 8 were not better
        assertThat(first.state().step()).isEqualTo(8);
        assertThat(first.state().best().orElseThrow().step()).isEqualTo(4);
        assertThat(saved).hasSizeGreaterThan(3);
        for (Object o : outcomes) {
            assertThat(((TrainingResult) o).state().best()).isEqualTo(first.state().best());
        }
    }

    @Test
    void membersWithOtherVariablesAreNamed() throws InterruptedException {
        List<Object> outcomes =
                run(
                        g -> {
                            try (Model m = new Model(g.rank() == 1 ? 2 : 1, true)) {
                                return m.trainer(GOOD, g).stopAfterSteps(2).run();
                            }
                        });
        for (Object o : outcomes) {
            assertThat((Exception) o)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rank 1 of the group has other variables at step 0");
        }
    }

    @Test
    void refusesWhatAGroupCannotTrain() {
        AllReduce alone = AllReduce.alone();
        try (Model plain = new Model(1, false);
                Model model = new Model(1, true)) {
            assertThatThrownBy(() -> plain.trainer(GOOD, alone).stopAfterSteps(1).run())
                    .hasMessageContaining("does not accumulate gradients");
            assertThatThrownBy(() -> model.trainer(GOOD, alone).together(alone, 2).run())
                    .hasMessageContaining("'x' is [6, 3] in a batch, which cannot be cut into 2")
                    .hasMessageContaining("blocks of [2, 3]");
            assertThatThrownBy(() -> model.trainer(GOOD, alone).together(alone, 0))
                    .hasMessageContaining("a batch must have at least one block, got 0");
            AllReduce second = LocalGroup.of(2, Duration.ofSeconds(1)).get(1);
            assertThatThrownBy(() -> model.trainer(GOOD, alone).together(second, 1).run())
                    .hasMessageContaining("1 blocks of a batch cannot be divided among 2 members");
        }
    }
}
