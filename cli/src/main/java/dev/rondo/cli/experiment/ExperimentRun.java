package dev.rondo.cli.experiment;

import dev.rondo.backend.Backend;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.Invocation;
import dev.rondo.cli.Shell;
import dev.rondo.cli.bench.Machine;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.Progress;
import dev.rondo.cli.show.ProgressDisplay;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.training.DivergenceException;

import jakarta.inject.Inject;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs the trials of an experiment that are not finished, and shows what all of them say. */
public final class ExperimentRun {
    private final Console console;
    private final Interrupt interrupt;
    private final Invocation invocation;
    private final ProgressDisplay display;

    @Inject
    ExperimentRun(
            Console console, Interrupt interrupt, Invocation invocation, ProgressDisplay display) {
        this.console = console;
        this.interrupt = interrupt;
        this.invocation = invocation;
        this.display = display;
    }

    /**
     * Runs what is left.
     *
     * @param directory that of the experiment; it is left open
     * @param backend computes a trial, on one thread
     * @param together trials at a time
     * @return the exit code
     */
    public int run(
            Experiment experiment, ExperimentDirectory directory, Backend backend, int together) {
        List<Trial> all = experiment.trials(directory.plan());
        Queue<Trial> left = new ArrayDeque<>(all);
        Set<Trial> finished =
                directory.results().all().stream()
                        .map(TrialResult::trial)
                        .collect(Collectors.toSet());
        left.removeAll(finished);
        interrupt.catchSignals(console::note);
        if (!left.isEmpty()) {
            console.note(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d trials%s, %d at a time on %s",
                            experiment.sheet().name(),
                            all.size(),
                            finished.isEmpty()
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            ", of which %,d are finished",
                                            finished.size()),
                            together,
                            backend.device().id()));
            directory.begin(provenance(backend, together));
            try (var progress = display.open(experiment.sheet().name(), "trials", all.size())) {
                new Workers(experiment, directory, backend, left, progress).run(together);
            }
        }
        if (interrupt.requested()) {
            console.note(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d trials are finished; go on with: rondo experiment %s --resume"
                                    + " %s",
                            directory.results().count(),
                            all.size(),
                            experiment.sheet().name(),
                            Shell.quoted(directory.path())));
            return TrainingRun.INTERRUPTED;
        }
        Report report = Report.of(experiment, directory);
        report.lines().forEach(console.out()::println);
        interrupt.waitForNothing("ended before the page was written; all trials are kept");
        page(report, directory);
        console.note(
                "all of it on one page: " + directory.path().resolve(ExperimentDirectory.PAGE));
        return 0;
    }

    private Configuration provenance(Backend backend, int together) {
        return Machine.now(invocation.words())
                .with("backend", backend.device().id())
                .with("device", backend.device().description())
                .with("trials_at_a_time", together);
    }

    private void page(Report report, ExperimentDirectory directory) {
        report.page()
                .write(
                        directory.path().resolve(ExperimentDirectory.PAGE),
                        new Illustrator(this::missing));
    }

    private void missing(String warning) {
        interrupt.beSilentAtTheEnd();
        console.warn(warning);
    }

    /** Trials at work. What they share is guarded by this object. */
    private final class Workers {
        /** The page of a run that goes on is at most so old. */
        private static final Duration PAGE_INTERVAL = Duration.ofMinutes(2);

        private final Experiment experiment;
        private final ExperimentDirectory directory;
        private final Backend backend;
        private final Queue<Trial> left;
        private final Progress progress;
        private long pageWritten = System.nanoTime();
        private boolean failed;

        Workers(
                Experiment experiment,
                ExperimentDirectory directory,
                Backend backend,
                Queue<Trial> left,
                Progress progress) {
            this.experiment = experiment;
            this.directory = directory;
            this.backend = backend;
            this.left = left;
            this.progress = progress;
        }

        void run(int together) {
            try (ExecutorService threads = Executors.newFixedThreadPool(together)) {
                List<Future<?>> all =
                        IntStream.range(0, together)
                                .<Future<?>>mapToObj(_ -> threads.submit(this::work))
                                .toList();
                for (Future<?> f : all) {
                    f.get();
                }
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while trials were running");
            }
        }

        private static RuntimeException unchecked(Throwable cause) {
            return switch (cause) {
                case RuntimeException e -> e;
                case Error e -> throw e;
                default -> new IllegalStateException(cause);
            };
        }

        private void work() {
            try {
                Optional<Trial> trial = next();
                while (trial.isPresent()) {
                    finish(result(trial.get()));
                    trial = next();
                }
            } catch (CancellationException _) {
                // the trial was given up, and is run again when the experiment goes on
            } catch (RuntimeException | Error e) {
                fail();
                throw e;
            }
        }

        private synchronized Optional<Trial> next() {
            return failed || interrupt.requested()
                    ? Optional.empty()
                    : Optional.ofNullable(left.poll());
        }

        private synchronized void fail() {
            failed = true;
        }

        private synchronized boolean stopped() {
            return failed || interrupt.requested() || Thread.currentThread().isInterrupted();
        }

        private TrialResult result(Trial trial) {
            Lab lab = new Lab(backend, this::stopped, words -> show(trial, words.get()));
            long begun = System.nanoTime();
            Configuration measured = Configuration.empty();
            Optional<String> diverged = Optional.empty();
            try {
                measured = experiment.run(trial, directory.plan(), lab);
            } catch (DivergenceException | NonFiniteException e) {
                diverged = Optional.of(e.getMessage());
            }
            return new TrialResult(
                    trial,
                    measured,
                    diverged,
                    (System.nanoTime() - begun) / 1e9,
                    directory.stretch());
        }

        private synchronized void show(Trial trial, String words) {
            progress.to(directory.results().count(), () -> trial + ": " + words);
        }

        private synchronized void finish(TrialResult result) {
            directory.add(result);
            show(result.trial(), result.diverged().isPresent() ? "diverged" : "finished");
            if (System.nanoTime() - pageWritten > PAGE_INTERVAL.toNanos()) {
                page(Report.of(experiment, directory), directory);
                pageWritten = System.nanoTime();
            }
        }
    }
}
