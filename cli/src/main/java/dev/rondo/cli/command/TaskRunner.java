package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.show.Waiting;
import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.Task;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;

import jakarta.inject.Inject;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Begins the run that a command asks for, or goes on with one. */
final class TaskRunner {
    private static final String TRACING = "building the model";

    private final TrainingRun training;
    private final Console console;
    private final Interrupt interrupt;

    @Inject
    TaskRunner(TrainingRun training, Console console, Interrupt interrupt) {
        this.training = training;
        this.console = console;
        this.interrupt = interrupt;
    }

    /**
     * Trains.
     *
     * @return the exit code
     */
    <T extends Task> int run(TaskCommand<T> command, RunOptions options, ComputeOptions compute) {
        options.check();
        Backend backend = compute.open(console);
        interrupt.catchSignals(console::note);
        interrupt.waitForNothing("ended before the training began");
        Optional<Path> resumed = options.resume();
        return resumed.isPresent()
                ? resume(command, options, backend, resumed.get())
                : begin(command, options, backend);
    }

    private <T> T built(Supplier<T> model) {
        try (var _ = Waiting.on(console, TRACING)) {
            return model.get();
        }
    }

    private <T extends Task> int begin(
            TaskCommand<T> command, RunOptions options, Backend backend) {
        Path output = options.output(command.task());
        T task = built(command::create);
        Limits limits = options.limits(command.steps(task), command.limits());
        var order = new TrainingRun.Order(task, backend, limits, Optional.empty(), _ -> false);
        return training.train(order, () -> RunDirectory.create(output), command.report(task));
    }

    private <T extends Task> int resume(
            TaskCommand<T> command, RunOptions options, Backend backend, Path path) {
        try (RunDirectory directory = RunDirectory.resume(path)) {
            Checkpoint latest = directory.latest();
            RunPaths.checkTask(path, latest, "rondo train " + command.task(), command.task());
            T task = built(() -> command.resume(latest));
            Limits otherwise = TrainingRun.rest(latest, command.limits());
            Limits limits = options.limits(command.steps(task), otherwise);
            var order =
                    new TrainingRun.Order(task, backend, limits, Optional.of(latest), _ -> false);
            return training.train(order, () -> directory, command.report(task));
        }
    }
}
