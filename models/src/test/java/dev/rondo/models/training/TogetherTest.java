package dev.rondo.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.collective.AllReduce;
import dev.rondo.collective.LocalGroup;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.data.TextCorpus;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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
import java.util.function.Function;

/** Training by a group of threads against training by one. */
class TogetherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LENGTH = 3;
    private static final int STEPS = 4;
    private static final String TEXT = "the quick brown fox jumps over the lazy dog ".repeat(9);

    /** What came of a training. */
    private record Outcome(
            Map<String, Array> variables,
            Map<String, Array> carried,
            List<Double> losses,
            TrainingResult result) {}

    /** How a language model is trained. */
    private record Setup(int batch, int accumulate, double dropout, DType dtype) {
        /** The streams of a text; where {@code ignores}, some rows have few symbols that count. */
        Batches data() {
            Batches all = TextCorpus.of("text", TEXT, 0.05).training(LENGTH, batch, 7);
            return new Batches() {
                @Override
                public Map<String, Array> batch(long step) {
                    Map<String, Array> b = new java.util.HashMap<>(all.batch(step));
                    Array targets = b.get(LanguageModel.TARGETS).copy();
                    for (int i = 0; i < targets.size(); i++) {
                        int row = i % batch;
                        if ((i / batch + step) % (row + 1) != 0) {
                            targets.set(i, CrossEntropy.IGNORED);
                        }
                    }
                    b.put(LanguageModel.TARGETS, targets);
                    return b;
                }

                @Override
                public boolean continues(long step) {
                    return all.continues(step);
                }
            };
        }

        /** Trains a member, or all of it without a group. */
        Outcome train(int rows, boolean accumulates, Function<Trainer, Trainer> form) {
            Backend backend = Backends.open("scalar");
            Scope scope = Scope.root();
            var model =
                    new LanguageModel(
                            scope.child("model"),
                            new LanguageModel.Config(30, 4, 5, 1, Cells.GRU)
                                    .options(StackOptions.none().dropout(dropout)));
            TrainingStep step =
                    new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                            .clippingAt(0.1);
            if (accumulates) {
                step = step.accumulating(scope.child("accumulated"));
            }
            Program program =
                    step.addTo(
                            Program.of(dtype, scope, 3),
                            "train",
                            model.training(LENGTH, rows, CrossEntropy.IGNORED));
            try (Executable executable = backend.compile(program)) {
                List<Double> losses = new ArrayList<>();
                List<Map<String, Array>> carried = new ArrayList<>();
                TrainingListener listener =
                        new TrainingListener() {
                            @Override
                            public void step(StepReport report) {
                                losses.add(report.loss());
                            }
                        };
                Checkpointer keeper =
                        (e, c, s) -> {
                            carried.add(copies(c));
                            return Path.of("none");
                        };
                Trainer trainer =
                        Trainer.of(backend, program, executable, data())
                                .accumulating(accumulate)
                                .stopAfterSteps(STEPS)
                                .checkpointEvery(STEPS, keeper)
                                .listener(listener);
                TrainingResult result = form.apply(trainer).run();
                Map<String, Array> last = carried.isEmpty() ? Map.of() : carried.getLast();
                return new Outcome(executable.variables(), last, losses, result);
            }
        }

        private static Map<String, Array> copies(Map<String, Array> arrays) {
            Map<String, Array> copies = new java.util.TreeMap<>();
            arrays.forEach((name, value) -> copies.put(name, value.copy()));
            return copies;
        }

        Outcome alone() {
            return train(batch, accumulate > 1, t -> t);
        }

        Outcome together(int members) {
            return group(members, m -> train(batch / members, true, t -> t.together(m)));
        }

        Outcome exactly(int members, int blocks) {
            return group(members, m -> train(batch / blocks, true, t -> t.together(m, blocks)));
        }
    }

    /** Runs the members; all must end with the same variables. */
    private static Outcome group(int size, Function<AllReduce, Outcome> member) {
        List<AllReduce> members = LocalGroup.of(size, PATIENCE);
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (AllReduce m : members) {
            calls.add(
                    () -> {
                        try (m) {
                            return member.apply(m);
                        }
                    });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            List<Outcome> all = new ArrayList<>();
            for (Future<Outcome> f : threads.invokeAll(calls)) {
                all.add(f.get());
            }
            for (Outcome o : all) {
                same(o, all.getFirst());
            }
            return all.getFirst();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void same(Outcome a, Outcome b) {
        assertThat(a.variables().keySet()).isEqualTo(b.variables().keySet());
        a.variables()
                .forEach(
                        (name, v) ->
                                assertThat(v.sameBits(b.variables().get(name))).as(name).isTrue());
        assertThat(a.losses()).isEqualTo(b.losses());
    }

    @Property(tries = 12)
    void severalMembersAreAsOne(
            @ForAll @IntRange(min = 1, max = 4) int members,
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 2) int accumulate) {
        Setup setup = new Setup(members * rows, accumulate, 0, DType.F64);
        Outcome one = setup.alone();
        Outcome several = setup.together(members);
        one.variables()
                .forEach(
                        (name, v) ->
                                assertThat(several.variables().get(name).toDoubles())
                                        .as(name)
                                        .containsExactly(v.toDoubles(), within(1e-9)));
        for (int i = 0; i < STEPS; i++) {
            assertThat(several.losses().get(i)).isCloseTo(one.losses().get(i), within(1e-9));
        }
        // what is carried is that of all rows
        assertThat(several.carried()).hasSameSizeAs(one.carried()).isNotEmpty();
        one.carried()
                .forEach(
                        (name, v) -> {
                            Array got = several.carried().get(name);
                            assertThat(got.shape()).as(name).isEqualTo(v.shape());
                            assertThat(got.toDoubles())
                                    .as(name)
                                    .containsExactly(v.toDoubles(), within(1e-9));
                        });
    }

    @Property(tries = 10)
    void withBlocksAnyNumberOfMembersHasTheSameBits(
            @ForAll @IntRange(min = 1, max = 7) int blocks,
            @ForAll @IntRange(min = 1, max = 2) int rows,
            @ForAll @IntRange(min = 1, max = 2) int accumulate,
            @ForAll boolean single) {
        Setup setup = new Setup(blocks * rows, accumulate, 0.3, single ? DType.F32 : DType.F64);
        Outcome one = setup.exactly(1, blocks);
        for (int members = 2; members <= blocks; members++) {
            Outcome several = setup.exactly(members, blocks);
            same(several, one);
            assertThat(several.carried().keySet()).isEqualTo(one.carried().keySet());
            one.carried()
                    .forEach(
                            (name, v) ->
                                    assertThat(v.sameBits(several.carried().get(name)))
                                            .as(name)
                                            .isTrue());
        }
    }
}
