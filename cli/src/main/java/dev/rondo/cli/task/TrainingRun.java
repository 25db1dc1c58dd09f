package dev.rondo.cli.task;

import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.Invocation;
import dev.rondo.cli.Shell;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.NoPictureException;
import dev.rondo.cli.show.ProgressDisplay;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.show.page.Section;
import dev.rondo.cli.worker.WorkerPlace;
import dev.rondo.cli.worker.Workers;
import dev.rondo.collective.AllReduce;
import dev.rondo.collective.CollectiveException;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.EventFile;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.OutputFile;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.Plan;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.training.Checkpointer;
import dev.rondo.models.training.DivergenceException;
import dev.rondo.models.training.Evaluation;
import dev.rondo.models.training.MetricsLog;
import dev.rondo.models.training.TensorBoardLog;
import dev.rondo.models.training.Trainer;
import dev.rondo.models.training.TrainingListener;
import dev.rondo.models.training.TrainingResult;

import jakarta.inject.Inject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Trains a task into a run directory, shows its progress, and stops in an orderly way. */
public final class TrainingRun {
    /** The exit code of a run that Ctrl-C ended. */
    public static final int INTERRUPTED = 130;

    private static final int METRICS_EVERY = 10;
    private static final String LOSS_PICTURE = "loss.png";

    private final Console console;
    private final Interrupt interrupt;
    private final Invocation invocation;
    private final ProgressDisplay display;

    @Inject
    TrainingRun(
            Console console, Interrupt interrupt, Invocation invocation, ProgressDisplay display) {
        this.console = console;
        this.interrupt = interrupt;
        this.invocation = invocation;
        this.display = display;
    }

    /**
     * What is trained, and for how long.
     *
     * @param task the task
     * @param backend the backend that computes
     * @param limits when it ends
     * @param from the checkpoint from which it goes on; empty for a new run
     * @param goodEnough ends training when an evaluation satisfies it
     * @param watched whether the page is written while it trains, not only at its end
     */
    public record Order(
            Task task,
            Backend backend,
            Limits limits,
            Optional<Checkpoint> from,
            Predicate<Map<String, Double>> goodEnough,
            boolean watched) {}

    /** A report on a model after its training, which is shown and written. */
    @FunctionalInterface
    interface Report {
        /**
         * Reports.
         *
         * @param executable holds the best weights of the run
         * @return the report for the page of the run
         */
        Findings give(Executable executable, RunDirectory directory);
    }

    /**
     * The findings of a report.
     *
     * @param sections sections for the page of the run
     * @param pictures charts that also get their own files, by the name of the file
     */
    record Findings(List<Section> sections, Map<String, LineChart> pictures) {
        /** Copies list and map. */
        public Findings {
            sections = List.copyOf(sections);
            pictures = Map.copyOf(pictures);
        }
    }

    /**
     * Trains.
     *
     * @param directory opens the run directory; called after everything else that may fail
     * @return the exit code
     */
    public int train(Order order, Supplier<RunDirectory> directory) {
        Sharing sharing = order.task().settings().sharing();
        if (!sharing.isGroup()) {
            return train(order, directory, Optional.empty());
        }
        Optional<WorkerPlace> place = WorkerPlace.here();
        if (place.isPresent()) {
            try (AllReduce member = place.get().join()) {
                help(order, member);
                return 0;
            }
        }
        try (Workers workers = Workers.start(sharing.workers(), invocation)) {
            try (AllReduce first = workers.join()) {
                return train(order, directory, Optional.of(first));
            } catch (CollectiveException | DivergenceException e) {
                workers.tellFailures(console::note);
                throw e;
            }
        }
    }

    /** Trains as a worker that another process started, which evaluates, saves and reports. */
    private void help(Order order, AllReduce member) {
        Task task = order.task();
        try (Executable executable = order.backend().compile(task.program())) {
            if (order.from().isEmpty()) {
                task.start(executable);
            }
            Checkpointer never =
                    (_, _, _) -> {
                        throw new AssertionError("a worker saves nothing");
                    };
            // it stops when the first does, which is asked to by the same Ctrl-C
            trainer(order, executable, never, plan(order), Optional.of(member), () -> false).run();
        }
    }

    private int train(Order order, Supplier<RunDirectory> directory, Optional<AllReduce> group) {
        Task task = order.task();
        long first = order.from().map(Checkpoint::step).orElse(0L);
        describe(order);
        try (Executable executable = order.backend().compile(task.program());
                RunDirectory run = directory.get()) {
            if (order.from().isEmpty()) {
                task.start(executable);
            }
            TrainingResult result;
            try (JsonLines metrics = run.appendMetrics(first);
                    EventFile events = run.appendEvents(first);
                    var shown = new TrainingDisplay(display, task, order.limits())) {
                Plan plan = plan(order);
                GoalWatch goal = new GoalWatch(order.goodEnough());
                Trainer trainer =
                        trainer(
                                        order,
                                        executable,
                                        checkpointer(order, run, plan),
                                        plan,
                                        group,
                                        () -> interrupt.requested() || goal.reached())
                                .listener(goal)
                                .listener(
                                        new MetricsLog(
                                                metrics, METRICS_EVERY, task.batches().items()))
                                .listener(new TensorBoardLog(events, METRICS_EVERY))
                                .listener(shown);
                result = order.watched() ? watched(order, run, trainer) : trainer.run();
            } catch (CollectiveException e) {
                console.note("what was saved is kept; " + goOn(run, task));
                throw e;
            }
            console.note(inWords(result, task));
            if (result.batchesGivenUp() > 0) {
                console.note(
                        String.format(
                                Locale.ROOT,
                                "the step after that had %,d of its %,d batches; they were given up",
                                result.batchesGivenUp(),
                                task.settings().accumulate()));
            }
            if (result.evaluationGivenUp()) {
                console.note("the evaluation of that step was given up; it has no result");
            }
            if (interrupt.requested()) {
                console.note("saved; " + goOn(run, task));
                return INTERRUPTED;
            }
            run.best().ifPresent(best -> best.restore(executable));
            interrupt.waitForNothing(
                    "ended before the report was; the model is saved; for the report: rondo report "
                            + Shell.quoted(run));
            Findings found = task.report(console).give(executable, run);
            try {
                illustrate(task, run, found);
            } catch (RuntimeException e) {
                // not a reason to fail: the model and the metrics are written
                console.warn("the page of this run could not be written: " + e);
            }
            return 0;
        }
    }

    /**
     * Reports again on a run that was trained before, and writes its page and pictures again.
     *
     * @param task the task of the run
     */
    public void report(Task task, Backend backend, RunDirectory run) {
        interrupt.catchSignals(console::note);
        interrupt.waitForNothing("ended before the report was");
        try (Executable executable = backend.compile(task.program())) {
            run.best().orElseGet(run::latest).restore(executable);
            illustrate(task, run, task.report(console).give(executable, run));
        }
    }

    private void describe(Order order) {
        long weights =
                order.task().program().variables().stream()
                        .filter(v -> v.trainable())
                        .mapToLong(v -> v.shape().size())
                        .sum();
        Backend backend = order.backend();
        int workers = order.task().settings().sharing().workers();
        console.note(
                String.format(
                        Locale.ROOT,
                        "backend %s: %s; using %s%s; %,d weights",
                        backend.device().id(),
                        backend.device().description(),
                        backend.threads() == 1 ? "1 thread" : backend.threads() + " threads",
                        workers == 1 ? "" : " in each of " + workers + " processes",
                        weights));
    }

    private static Plan plan(Order order) {
        long first = order.from().map(Checkpoint::step).orElse(0L);
        long before = order.from().map(TrainingRun::horizon).orElse(0L);
        return Plan.of(order.task().settings().schedule(), order.limits(), before, first);
    }

    private Trainer trainer(
            Order order,
            Executable executable,
            Checkpointer checkpointer,
            Plan plan,
            Optional<AllReduce> group,
            BooleanSupplier stops) {
        Task task = order.task();
        interrupt.catchSignals(console::note);
        Trainer trainer =
                task.trainer(
                                order.backend(),
                                executable,
                                plan,
                                order.limits(),
                                group,
                                interrupt::giveUpIfRequested)
                        .stopWhen(stops)
                        .checkpointEvery(task.settings().saveEvery(), checkpointer);
        order.from().ifPresent(trainer::resume);
        return trainer;
    }

    /** Remembers whether an evaluation was good enough. */
    private static final class GoalWatch implements TrainingListener {
        private final Predicate<Map<String, Double>> goodEnough;
        private boolean reached;

        GoalWatch(Predicate<Map<String, Double>> goodEnough) {
            this.goodEnough = goodEnough;
        }

        @Override
        public void evaluated(Evaluation e) {
            reached |= goodEnough.test(e.metrics());
        }

        boolean reached() {
            return reached;
        }
    }

    /**
     * The default limits of a run that goes on: the step at which it was planned to end.
     *
     * @param otherwise the limits when that step has been reached, or there was no plan
     */
    public static Limits rest(Checkpoint checkpoint, Limits otherwise) {
        long horizon = horizon(checkpoint);
        return horizon > checkpoint.step() ? Limits.steps(horizon) : otherwise;
    }

    private static long horizon(Checkpoint checkpoint) {
        return checkpoint.description().model().integer(Plan.HORIZON);
    }

    private Checkpointer checkpointer(Order order, RunDirectory run, Plan plan) {
        return order.task()
                .checkpointer(
                        run.checkpoints(), plan, order.backend(), order.from(), invocation.words());
    }

    /** Trains with a page that shows how far it is. */
    private TrainingResult watched(Order order, RunDirectory run, Trainer trainer) {
        Task task = order.task();
        Function<TrainingResult, String> ending =
                r -> inWords(r, task) + (interrupt.requested() ? "; " + goOn(run, task) : "");
        Illustrator illustrator = new Illustrator(this::missing);
        try (var page =
                new LivePage(run, task, order.limits(), illustrator, ending, console::warn)) {
            console.note("watch it in a browser: " + run.file(RunPage.FILE));
            return trainer.listener(page).run();
        }
    }

    private String inWords(TrainingResult result, Task task) {
        return String.format(
                Locale.ROOT,
                "%s after %,d steps and %s of training",
                reason(result, task),
                result.state().step(),
                Times.clock(seconds(result.state().seconds())));
    }

    private static String goOn(RunDirectory run, Task task) {
        return "go on with: rondo train " + task.name() + " --resume " + Shell.quoted(run);
    }

    private String reason(TrainingResult result, Task task) {
        return switch (result.reason()) {
            case STEPS -> "all steps done";
            case TIME -> "time is up";
            case PATIENCE -> task.settings().patience() + " evaluations without a better one,";
            case REQUESTED -> interrupt.requested() ? "stopped" : "good enough";
        };
    }

    private void illustrate(Task task, RunDirectory run, Findings found) {
        Illustrator illustrator = new Illustrator(this::missing);
        TrainingCurves curves = TrainingCurves.of(run, task);
        Path page = run.file(RunPage.FILE);
        RunPage.of(run, task, curves, found.sections()).write(page, illustrator);
        console.note("all of it on one page: " + page);
        picture(run.file(LOSS_PICTURE), curves.loss("rondo train " + task.name()), illustrator);
        found.pictures().forEach((name, c) -> picture(run.file(name), c, illustrator));
    }

    private void missing(String warning) {
        interrupt.beSilentAtTheEnd();
        console.warn(warning);
    }

    private void picture(Path file, LineChart chart, Illustrator illustrator) {
        if (chart.isEmpty()) {
            return;
        }
        try {
            byte[] png = illustrator.draw(chart::png);
            OutputFile.write(file, out -> out.write(png));
        } catch (NoPictureException _) {
            // this error has been reported already
        } catch (CheckpointException e) {
            console.warn(e.getMessage());
        }
    }

    private static Duration seconds(double s) {
        return Duration.ofMillis(Math.round(s * 1000));
    }
}
