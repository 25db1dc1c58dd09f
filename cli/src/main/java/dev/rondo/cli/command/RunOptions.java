package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Options for how long a training run goes on, where it is kept, and what computes. */
final class RunOptions {
    /**
     * The options that may be given together with --resume. All others are in the run directory.
     */
    static final Set<String> CHANGEABLE =
            Set.of(
                    "--resume",
                    "--steps",
                    "--epochs",
                    "--minutes",
                    "--learning-rate",
                    "--patience",
                    "--backend",
                    "--threads",
                    "--text",
                    "--tsv",
                    "--csv",
                    "--test-csv",
                    "--page",
                    "--workers",
                    "--debug");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Ends training after so many steps in all.")
    private Long steps;

    @Option(
            names = "--minutes",
            paramLabel = "X",
            description = {
                "Ends training after so much time. Where several limits are given, the first that is"
                        + " reached counts."
            })
    private Double minutes;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The run directory to be made (default: runs/ and a name with the time).")
    private Path output;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = {
                "Goes on with the training of a run directory, from its latest checkpoint. Only limits,"
                        + " --learning-rate, --patience, --page, --workers, --backend and --threads may be"
                        + " given with it."
            })
    private Path resume;

    @Option(
            names = "--page",
            description = {
                "Writes report.html, the page of the run, also while it trains: how far it is, and its"
                        + " curves. A browser that shows it loads it again and again."
            })
    private boolean page;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = {
                "Processes on this machine that train together: each computes a part of the rows of every"
                        + " batch, and they add up their gradients (default: 1)."
            })
    private Integer workers;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description = {
                "Cuts each batch into N blocks of rows, which are computed one by one and whose gradients"
                        + " are added in a fixed order. Then the result has the same bits for any number"
                        + " of workers up to N. It is slower (default: each worker takes its rows at"
                        + " once)."
            })
    private Integer blocks;

    @Mixin private ComputeOptions compute;

    /**
     * Opens the requested backend.
     *
     * @param processes how many share the processors
     */
    Backend open(Console console, int processes) {
        return compute.open(console, processes);
    }

    /** How many processes train a new run. */
    int processes() {
        return workers == null ? 1 : Math.max(1, workers);
    }

    /** How many processes go on with a run. */
    int processes(Checkpoint latest) {
        return workers == null ? TrainingSettings.workers(latest) : processes();
    }

    /** Settings of a new run with the sharing that is asked for. */
    TrainingSettings shared(TrainingSettings settings) {
        if (blocks != null) {
            Values.atLeast("--blocks", blocks, 1);
        }
        return settings.sharing(
                Sharing.of(workers == null ? 1 : workers, blocks == null ? 0 : blocks));
    }

    /** Changes of a run that goes on, and the workers where they are given. */
    UnaryOperator<TrainingSettings> shared(UnaryOperator<TrainingSettings> changes) {
        return before -> {
            TrainingSettings s = changes.apply(before);
            return workers == null ? s : s.sharing(s.sharing().workers(workers));
        };
    }

    /** The run directory from which to go on. */
    Optional<Path> resume() {
        if (resume != null) {
            Resumption.check(command, CHANGEABLE);
        }
        return Optional.ofNullable(resume);
    }

    /** Refuses impossible limits, before anything is read. */
    void check() {
        if (steps != null) {
            Values.atLeast("--steps", steps, 1);
        }
        if (minutes != null) {
            Values.positive("--minutes", minutes);
        }
    }

    /** The directory of a new run. */
    Path output(String task) {
        return RunPaths.checkedNew(output == null ? RunPaths.fresh(task) : output);
    }

    /** Whether a page shows the training while it goes on. */
    boolean watched() {
        return page;
    }

    /**
     * When training ends.
     *
     * @param stepsOfEpochs {@code --epochs} in steps; 0 when it is not given
     * @param otherwise the limits when no option gives one
     */
    Limits limits(long stepsOfEpochs, Limits otherwise) {
        if (steps == null && minutes == null && stepsOfEpochs == 0) {
            return otherwise;
        }
        long most = steps == null ? Long.MAX_VALUE : steps;
        most = stepsOfEpochs > 0 ? Math.min(most, stepsOfEpochs) : most;
        return new Limits(most == Long.MAX_VALUE ? 0 : most, minutes == null ? 0 : minutes);
    }
}
