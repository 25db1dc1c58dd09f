package dev.rondo.spark;

import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.collective.AllReduce;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.ModelTraining;
import dev.rondo.models.task.Plan;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Checkpointer;
import dev.rondo.models.training.MetricsLog;
import dev.rondo.models.training.StopReason;
import dev.rondo.models.training.Trainer;
import dev.rondo.models.training.TrainingResult;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * What each member does to train. The first one evaluates and saves.
 *
 * @param task makes the training
 * @param steps updates in all
 * @param place where checkpoints are kept
 * @param application what Spark calls the program
 */
record MemberTraining(TrainingTask task, long steps, CheckpointPlace place, String application)
        implements MemberTask<RunFiles> {
    private static final int METRICS_EVERY = 10;

    /** The run directory of the first member; null of the others. */
    @Override
    public RunFiles run(Member member) {
        ModelTraining training = task.make();
        try (TemporaryDirectory temporary = new TemporaryDirectory()) {
            Path path = temporary.path().resolve("run");
            try (RunDirectory run = RunDirectory.create(path)) {
                train(training, member, run);
            }
            return member.rank() == 0 ? RunFiles.of(path) : null;
        }
    }

    private void train(ModelTraining training, Member member, RunDirectory run) {
        Backend backend = member.openBackend();
        place.fetch(run, member.group());
        Optional<Checkpoint> from = run.checkpoints().latest();
        from.ifPresent(checkpoint -> checkSame(training, checkpoint));
        from.ifPresent(checkpoint -> training.resume(checkpoint.description().model()));
        long first = from.map(Checkpoint::step).orElse(0L);
        Limits limits = Limits.steps(steps);
        Plan plan = Plan.of(training.settings().schedule(), limits, 0, first);
        Optional<AllReduce> group =
                training.settings().sharing().isGroup()
                        ? Optional.of(member.group())
                        : Optional.empty();
        try (Executable executable = backend.compile(training.program());
                JsonLines metrics = run.appendMetrics(first)) {
            if (from.isEmpty()) {
                training.start(executable);
            }
            Trainer trainer =
                    training.trainer(backend, executable, plan, limits, group, () -> {})
                            .checkpointEvery(
                                    training.settings().saveEvery(),
                                    checkpointer(training, run, plan, backend, from))
                            .listener(
                                    new MetricsLog(
                                            metrics, METRICS_EVERY, training.batches().items()));
            from.ifPresent(trainer::resume);
            TrainingResult result = trainer.run();
            if (result.reason() == StopReason.REQUESTED) {
                throw new CancellationException("Spark has ended this task");
            }
        }
    }

    /** Refuses to go on from what was trained on other data, or with other settings. */
    private void checkSame(ModelTraining training, Checkpoint from) {
        Description said = from.description();
        TrainingSettings before = TrainingSettings.parse(said.model().section("training"));
        Sharing sharing = training.settings().sharing();
        String data = said.provenance().getLast().data().getFirst().sha256();
        if (!before.sharing(sharing).equals(training.settings())
                || !data.equals(training.data().sha256())) {
            throw new IllegalStateException(
                    place
                            + " holds the checkpoints of a training on other data or with other"
                            + " settings; choose another directory, or delete it");
        }
    }

    /** Called by the first member alone. */
    private Checkpointer checkpointer(
            ModelTraining training,
            RunDirectory run,
            Plan plan,
            Backend backend,
            Optional<Checkpoint> from) {
        Checkpointer here =
                training.checkpointer(
                        run.checkpoints(), plan, backend, from, List.of("spark", application));
        return (executable, carried, state) -> {
            Path saved = here.save(executable, carried, state);
            place.keep(run);
            return saved;
        };
    }
}
