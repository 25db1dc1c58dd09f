package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.InnerCommands;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.sweep.SweepDirectory;
import dev.rondo.cli.sweep.SweepPlan;
import dev.rondo.cli.sweep.SweepRun;
import dev.rondo.cli.task.TextTask;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code rondo sweep}: a search over the options of {@code rondo train}. */
@Command(
        name = "sweep",
        description = {
            "Searches for good options of 'rondo train TASK': trains one run after the other, a trial for"
                    + " each combination of values and each seed, and ranks the combinations by the"
                    + " metric that decides which model of a run is best.",
            "A trial is an ordinary run in a run directory of its own. One that fails is a row of the"
                    + " table with its reason."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "rondo sweep TASK [OPTIONS] [options of 'rondo train TASK']",
            "       rondo sweep --resume DIR"
        },
        footer = {
            "",
            "Options that are not swept are given as to 'rondo train TASK'.",
            "",
            "Examples:",
            "  rondo sweep series --csv sunspots.csv --target sunspots \\",
            "      --grid learning-rate=0.001,0.003,0.01 --grid hidden=32,64 --seeds 3",
            "  rondo sweep text --text book.txt --minutes 2 --random 20 \\",
            "      --draw learning-rate=log:1e-4..1e-1 --draw hidden=log-int:32..512",
            "  rondo sweep --resume sweeps/series-20260522-101500",
            "",
            "Exit codes: 0 at least one trial succeeded, 1 none did, 2 wrong use, 130 ended by Ctrl-C."
        })
final class SweepCommand implements Callable<Integer> {
    private static final String RESUME = "--resume";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TASK",
            description = "What is trained: dates, pairs, text, series or classes.")
    private String task;

    @Option(
            names = "--grid",
            paramLabel = "OPTION=VALUES",
            description = {
                "Tries each of these values, with commas between them (semicolons, where a value has"
                        + " commas). Given several times, every combination is tried. An option"
                        + " without a value has true and false."
            })
    private List<String> grid = List.of();

    @Option(
            names = "--random",
            paramLabel = "N",
            description = "Instead of a grid, draws so many combinations, as --draw says.")
    private Integer random;

    @Option(
            names = "--draw",
            paramLabel = "OPTION=FROM",
            description = {
                "Draws from uniform:A..B, log:A..B (the logarithm is uniform), int:A..B, log-int:A..B, or"
                        + " from values with commas between them. May be given several times."
            })
    private List<String> draws = List.of();

    @Option(
            names = "--sweep-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
    private long sweepSeed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trials of each combination (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "--seed of the first trial of each combination; the others have the next ones"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = {
                "The directory to be made, with the run directories of the trials (default: sweeps/ and a"
                        + " name with the time)."
            })
    private Path output;

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description = {
                "Goes on with the trials of a sweep that are not finished, and makes its table again. Stands"
                        + " alone."
            })
    private Path resume;

    /** For rondo train. */
    @Unmatched private List<String> words = new ArrayList<>();

    @Spec private CommandSpec command;
    @Inject private Console console;
    @Inject private InnerCommands commands;
    @Inject private SweepRun run;

    @Override
    public Integer call() {
        if (resume != null) {
            return resumed();
        }
        check();
        CommandLine rondo = commands.named("train", checkedTask());
        SweepPlan plan = plan();
        SweepLines lines = new SweepLines(rondo, plan);
        check(lines);
        Path path = RunPaths.checkedNew(output == null ? RunPaths.freshSweep(task) : output);
        try (SweepDirectory directory = SweepDirectory.create(path, plan)) {
            return run.run(directory, lines, use(task));
        }
    }

    private int resumed() {
        Resumption.check(command, Set.of(RESUME, "--debug"));
        if (task != null || !words.isEmpty()) {
            throw new UsageException(
                    "with --resume the directory says what is trained; leave out "
                            + (words.isEmpty() ? task : words.getFirst()));
        }
        try (SweepDirectory directory = SweepDirectory.resume(resume)) {
            SweepPlan plan = directory.plan();
            SweepLines lines = new SweepLines(commands.named("train", plan.task()), plan);
            check(lines);
            return run.run(directory, lines, use(plan.task()));
        }
    }

    private void check() {
        if (random != null) {
            Values.atLeast("--random", random, 1);
        }
        Values.atLeast("--seeds", seeds, 1);
        if (random == null && !draws.isEmpty()) {
            throw new UsageException("--draw needs --random N, which says how often");
        }
        if (random != null && draws.isEmpty()) {
            throw new UsageException("--random needs --draw OPTION=FROM, which says what to draw");
        }
        if (random != null && !grid.isEmpty()) {
            throw new UsageException(
                    "--grid and --random do not go together; --draw OPTION=A,B draws from a few"
                            + " values");
        }
    }

    private String checkedTask() {
        List<String> tasks = SweepLines.tasks(commands.named("train"));
        if (task != null && tasks.contains(task)) {
            return task;
        }
        // often the reason why no task was found
        List<String> unknown = SweepLines.unknown(commands, tasks, words);
        if (!unknown.isEmpty()) {
            throw new UnmatchedArgumentException(command.commandLine(), unknown);
        }
        throw new UsageException(
                (task == null ? "say what to train" : "there is no task '" + task + "'")
                        + "; the task comes first: rondo sweep "
                        + String.join("|", tasks)
                        + (task == null ? "" : NearMiss.question(task, tasks)));
    }

    /** Refuses what no trial could use. */
    private void check(SweepLines lines) {
        try {
            lines.check();
        } catch (UnmatchedArgumentException e) {
            String option = e.getUnmatched().getFirst().split("=", 2)[0];
            List<String> known = new ArrayList<>(command.optionsMap().keySet());
            known.addAll(e.getCommandLine().getCommandSpec().optionsMap().keySet());
            if (!e.isUnknownOption()) {
                throw e;
            }
            throw new UsageException(
                    "neither rondo sweep nor "
                            + e.getCommandLine().getCommandSpec().qualifiedName()
                            + " has an option "
                            + option
                            + NearMiss.question(option, known));
        }
    }

    private SweepPlan plan() {
        if (random == null && grid.isEmpty() && seeds == 1) {
            throw new UsageException(
                    "say what to sweep: --grid OPTION=VALUES, --random N with --draw OPTION=FROM, or"
                            + " --seeds N");
        }
        Optional<SweepPlan.Drawn> drawn =
                Optional.ofNullable(random).map(n -> new SweepPlan.Drawn(n, draws, sweepSeed));
        return new SweepPlan(task, words, grid, drawn, seed, seeds);
    }

    /** What a trained model is used with. */
    private static String use(String task) {
        return switch (task) {
            case SeriesModel.TASK -> "rondo forecast";
            case ClassesModel.TASK -> "rondo classify";
            case TextTask.NAME -> "rondo sample";
            default -> "rondo predict";
        };
    }
}
