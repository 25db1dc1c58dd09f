package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.experiment.Experiment;
import dev.rondo.cli.experiment.ExperimentDirectory;
import dev.rondo.cli.experiment.ExperimentRun;
import dev.rondo.cli.experiment.Experiments;
import dev.rondo.cli.experiment.Plan;
import dev.rondo.cli.experiment.Row;
import dev.rondo.cli.experiment.Sheet;
import dev.rondo.cli.experiment.Size;
import dev.rondo.cli.experiment.TextTable;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code rondo experiment}: what is said about recurrent networks, put to the test. */
@Command(
        name = "experiment",
        description = {
            "Puts to the test what the lecture and the literature say about recurrent networks, and shows"
                    + " measured beside published figures.",
            "An experiment consists of trials, each a training with a seed of its own; as many run at a"
                    + " time as there are --threads. Each is kept as soon as it is finished, and is never"
                    + " run again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo experiment list",
            "  rondo experiment reach --quick",
            "  rondo experiment reach --only lstm,gru --lengths 20,50 --seeds 3 --output runs/reach",
            "  rondo experiment reach --resume runs/reach",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 ended by Ctrl-C."
        })
final class ExperimentCommand implements Callable<Integer> {
    private static final String LIST = "list";

    /** What may be given together with --resume; all else stands in the directory. */
    private static final Set<String> CHANGEABLE =
            Set.of("--resume", "--backend", "--threads", "--debug");

    @Parameters(
            index = "0",
            paramLabel = "list|NAME",
            description = "The experiment, or 'list' for all with what they show.")
    private String name;

    @Option(
            names = "--quick",
            description = "Run it small, in half a minute or so, to see that everything works.")
    private boolean quick;

    @Option(
            names = "--tune",
            description = {
                "Choose learning rates: run each of several on seeds that are not reported, and say which"
                        + " did best."
            })
    private boolean tune;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Trials of each row and length (default: as the experiment has it).")
    private Integer seeds;

    @Option(
            names = "--lengths",
            paramLabel = "N",
            split = ",",
            description = "Lags or lengths instead of the experiment's own, with commas.")
    private List<Integer> lengths;

    @Option(
            names = "--only",
            paramLabel = "ROW",
            split = ",",
            description = "Only these rows of the table, with commas; 'list' names them.")
    private List<String> only;

    @Option(
            names = "--updates",
            paramLabel = "N",
            description = "Most updates of a trial (default: as the experiment has it).")
    private Long updates;

    @Option(
            names = "--minutes",
            paramLabel = "X",
            description =
                    "Longest time of a trial; 0 for no limit (default: as the experiment has it).")
    private Double minutes;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The directory to be made (default: runs/ and a name with the time).")
    private Path output;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = {
                "Goes on with the trials of a directory that are not finished, and makes its page again."
                        + " Only --backend and --threads may be given with it."
            })
    private Path resume;

    @Mixin private ComputeOptions compute;

    @Spec private CommandSpec command;
    @Inject private Console console;
    @Inject private ExperimentRun run;

    @Override
    public Integer call() {
        if (name.equals(LIST)) {
            list();
            return 0;
        }
        Experiment experiment = Experiments.named(name);
        if (resume != null) {
            Resumption.check(command, CHANGEABLE);
            return run(experiment, this::resumed);
        }
        Plan plan = plan(experiment);
        Path path = RunPaths.checkedNew(output == null ? RunPaths.fresh(name) : output);
        return run(experiment, () -> ExperimentDirectory.create(path, name, plan));
    }

    private ExperimentDirectory resumed() {
        ExperimentDirectory directory = ExperimentDirectory.resume(resume);
        if (!directory.experiment().equals(name)) {
            directory.close();
            throw new UsageException(
                    resume
                            + " is a directory of the experiment "
                            + directory.experiment()
                            + ", not of "
                            + name);
        }
        return directory;
    }

    /** The backend is opened first, for nothing is to be made if it is not there. */
    private int run(Experiment experiment, Supplier<ExperimentDirectory> opening) {
        int together = compute.open(console).threads();
        Backend single = compute.openSingle();
        try (ExperimentDirectory directory = opening.get()) {
            return run.run(experiment, directory, single, together);
        }
    }

    private Plan plan(Experiment experiment) {
        if (quick && tune) {
            throw new UsageException("--quick and --tune do not go together; choose one");
        }
        Plan plan = experiment.sheet().plan(tune ? Size.TUNING : quick ? Size.QUICK : Size.REAL);
        if (only != null) {
            plan = plan.rows(Experiments.rows(experiment, only));
        }
        if (lengths != null) {
            plan = plan.lengths(lengths);
        }
        if (seeds != null) {
            plan = plan.seeds(seeds);
        }
        if (updates != null) {
            plan = plan.updates(updates);
        }
        if (minutes != null) {
            plan = plan.minutes(minutes);
        }
        experiment.sheet().check(plan);
        return plan;
    }

    private void list() {
        for (Experiment experiment : Experiments.all()) {
            Sheet sheet = experiment.sheet();
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("  shows", sheet.shows()));
            rows.add(
                    List.of(
                            "  rows",
                            sheet.rows().stream()
                                    .map(Row::name)
                                    .collect(Collectors.joining(", "))));
            rows.add(List.of("  lengths", lengths(sheet.real())));
            rows.add(
                    List.of(
                            "  takes",
                            sheet.real().duration()
                                    + " on two idle cores; "
                                    + sheet.quick().duration()
                                    + " with --quick"));
            console.out().println(sheet.name());
            TextTable.lines(rows).forEach(console.out()::println);
        }
    }

    private static String lengths(Sheet.Extent extent) {
        return extent.lengths().isEmpty()
                ? "each row its own"
                : extent.lengths().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
