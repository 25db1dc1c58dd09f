package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.show.Waiting;
import dev.rondo.cli.task.Task;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.worker.WorkerPlace;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.task.Limits;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * A command that trains one kind of task, in a new run or in one that goes on. Its options are
 * declared in each command, because help shows options of a base class first.
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        defaultValueProvider = TrainingDefaults.class)
abstract sealed class TaskCommand implements Callable<Integer>
        permits TrainClassesCommand,
                TrainDatesCommand,
                TrainPairsCommand,
                TrainTextCommand,
                TrainSeriesCommand {
    private static final String TRACING = "building the model";

    private final String name;
    private final Limits limits;

    @Inject private Console console;
    @Inject private TrainingRun training;
    @Inject private Interrupt interrupt;

    /**
     * A command for a task.
     *
     * @param name the task's name in commands and run directories
     * @param limits when training ends without an option for it
     */
    TaskCommand(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
    }

    /** When training ends without an option for it. */
    final Limits limits() {
        return limits;
    }

    /** The task of a new run, as the options describe it. */
    abstract Task create();

    /** The task of a run that goes on. */
    abstract Task resume(Checkpoint latest);

    /** Where and how long it trains. */
    abstract RunOptions run();

    /** The limit in passes over the data; empty when the data have no end. */
    EpochOptions epochs() {
        return new EpochOptions();
    }

    @Override
    public Integer call() {
        epochs().check();
        run().check();
        interrupt.catchSignals(console::note);
        interrupt.waitForNothing("ended before the training began");
        Optional<Path> resumed = run().resume();
        return resumed.isPresent() ? goOn(resumed.get()) : begin();
    }

    private int begin() {
        Backend backend = run().open(console, run().processes());
        // the process that started a worker makes the directory
        boolean isWorker = WorkerPlace.here().isPresent();
        Path output = isWorker ? Path.of("") : run().output(name);
        Task task = built(this::create);
        TrainingRun.Order order = order(task, backend, limits, Optional.empty());
        return training.train(order, () -> RunDirectory.create(output));
    }

    private int goOn(Path path) {
        try (RunDirectory directory = directory(path)) {
            Checkpoint latest = directory.latest();
            RunPaths.checkTask(path, latest, "rondo train " + name, name);
            Backend backend = run().open(console, run().processes(latest));
            Task task = built(() -> resume(latest));
            Limits rest = TrainingRun.rest(latest, limits);
            TrainingRun.Order order = order(task, backend, rest, Optional.of(latest));
            return training.train(order, () -> directory);
        }
    }

    private static RunDirectory directory(Path path) {
        return WorkerPlace.here().isPresent() ? RunDirectory.open(path) : RunDirectory.resume(path);
    }

    private TrainingRun.Order order(
            Task task, Backend backend, Limits otherwise, Optional<Checkpoint> from) {
        Limits until = run().limits(epochs().steps(task), otherwise);
        return new TrainingRun.Order(task, backend, until, from, _ -> false, run().watched());
    }

    private Task built(Supplier<Task> task) {
        try (var _ = Waiting.on(console, TRACING)) {
            return task.get();
        }
    }

    /** Writes a line about the training data. */
    final void note(String line) {
        console.note(line);
    }

    /** Where the command writes. */
    final Console console() {
        return console;
    }
}
