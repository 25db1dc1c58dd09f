package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;

/** A run that is interrupted anywhere and resumed equals one that never was, bit for bit. */
class ResumeTest {
    private static final long STEPS = 47;

    @TempDir Path directory;

    /** What is thrown where a process would die. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private record Outcome(Map<String, Array> variables, List<Configuration> metrics) {}

    /** Trains to the end or to a power cut after some update; the directory may exist. */
    private Outcome train(Path path, long cutAfter, long stopAt) {
        return train(path, cutAfter, stopAt, -1);
    }

    /**
     * The same, but where it is asked to stop during the evaluation at some update, which gives up.
     */
    private Outcome train(Path path, long cutAfter, long stopAt, long giveUpAt) {
        boolean[] asked = {false};
        Regression model = new Regression();
        Batches batches = Regression.data(5);
        boolean resumes = path.resolve("run.json").toFile().exists();
        try (model.executable;
                RunDirectory run =
                        resumes ? RunDirectory.resume(path) : RunDirectory.create(path)) {
            Checkpoint from = resumes ? run.latest() : null;
            long step = from == null ? 0 : from.step();
            List<Provenance> provenance =
                    new ArrayList<>(from == null ? List.of() : from.description().provenance());
            provenance.add(Provenance.begin(step, 3, model.backend, List.of(), List.of("test")));
            try (JsonLines lines = run.appendMetrics(step)) {
                Trainer trainer =
                        model.trainer(batches)
                                .stopAfterSteps(stopAt)
                                .stopWhen(() -> asked[0])
                                .evaluateEvery(
                                        9,
                                        done -> {
                                            if (done == giveUpAt) {
                                                asked[0] = true;
                                                throw new CancellationException();
                                            }
                                            return model.evaluate(done);
                                        },
                                        "error",
                                        Goal.MINIMIZE)
                                .checkpointEvery(
                                        7,
                                        new RunCheckpointer(
                                                run.checkpoints(),
                                                Configuration.empty().with("kind", "regression"),
                                                provenance))
                                .listener(new MetricsLog(lines, 2, batches.items()))
                                .listener(
                                        new TrainingListener() {
                                            @Override
                                            public void step(StepReport r) {
                                                if (r.step() == cutAfter) {
                                                    throw new PowerCut();
                                                }
                                            }
                                        });
                if (from != null) {
                    trainer.resume(from);
                }
                trainer.run();
            }
            return new Outcome(model.executable.variables(), JsonLines.read(run.metrics()));
        }
    }

    @Test
    void aRunResumedAfterAPowerCutEqualsOneThatWasNeverCut() {
        Outcome whole = train(directory.resolve("whole"), -1, STEPS);
        for (long cut : new long[] {8, 14, 33, 47}) {
            Path path = directory.resolve("cut" + cut);
            assertThatThrownBy(() -> train(path, cut, STEPS)).isInstanceOf(PowerCut.class);
            same(train(path, -1, STEPS), whole);
        }
    }

    @Test
    void anEvaluationThatWasGivenUpIsMadeUpFor() {
        Outcome whole = train(directory.resolve("whole"), -1, STEPS);
        Path path = directory.resolve("given-up");
        train(path, -1, STEPS, 18);
        train(path, -1, STEPS, STEPS);
        same(train(path, -1, STEPS), whole);
    }

    @Test
    void aRunStoppedTwiceAndGoneOnWithEqualsOneThatWasNot() {
        Outcome whole = train(directory.resolve("whole"), -1, STEPS);
        Path path = directory.resolve("stopped");
        train(path, -1, 13);
        train(path, -1, 31);
        Outcome outcome = train(path, -1, STEPS);
        for (String name : whole.variables().keySet()) {
            assertThat(outcome.variables().get(name).sameBits(whole.variables().get(name)))
                    .as(name)
                    .isTrue();
        }
        Checkpoint last = RunDirectory.open(path).latest();
        assertThat(last.description().provenance())
                .extracting(Provenance::fromStep)
                .containsExactly(0L, 13L, 31L);
    }

    private static void same(Outcome a, Outcome b) {
        a.variables()
                .forEach(
                        (name, value) ->
                                assertThat(value.sameBits(b.variables().get(name)))
                                        .as(name)
                                        .isTrue());
        assertThat(a.metrics().stream().map(ResumeTest::withoutTimes).toList())
                .isEqualTo(b.metrics().stream().map(ResumeTest::withoutTimes).toList());
    }

    private static Configuration withoutTimes(Configuration line) {
        return line.with("seconds", null).with("rows_per_second", null);
    }

    @Test
    void dataInAnotherOrderAreRefused() {
        Path path = directory.resolve("run");
        train(path, -1, 7);
        Regression model = new Regression();
        try (model.executable) {
            Checkpoint c = RunDirectory.open(path).latest();
            assertThatThrownBy(() -> model.trainer(Regression.data(6)).resume(c))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("seed 5", "with 6");
        }
    }

    @Test
    void theMetricsHoldStepsAndEvaluations() {
        List<Configuration> lines = train(directory.resolve("run"), -1, 25).metrics();
        assertThat(lines.getFirst().keys())
                .containsExactly(
                        "step",
                        "epoch",
                        "loss",
                        "smoothed_loss",
                        "learning_rate",
                        "gradient_norm",
                        "rows_per_second",
                        "seconds");
        List<Configuration> evaluations =
                lines.stream().filter(l -> l.keys().contains("evaluation")).toList();
        assertThat(evaluations).extracting(l -> l.integer("step")).containsExactly(9L, 18L, 25L);
        LongStream written =
                LongStream.concat(LongStream.rangeClosed(1, 20), LongStream.of(22, 24));
        assertThat(lines.stream().filter(l -> l.keys().contains("loss")))
                .extracting(l -> l.integer("step"))
                .containsExactlyElementsOf(written.boxed().toList());
        Configuration evaluation = evaluations.getFirst();
        assertThat(evaluation.flag("best")).isTrue();
        assertThat(evaluation.section("evaluation").number("error")).isPositive();
    }
}
