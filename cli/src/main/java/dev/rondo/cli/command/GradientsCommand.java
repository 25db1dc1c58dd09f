package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.Invocation;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.flow.Flow;
import dev.rondo.cli.flow.FlowRun;
import dev.rondo.cli.flow.FlowSubject;
import dev.rondo.cli.flow.FlowSuite;
import dev.rondo.cli.flow.FlowTable;
import dev.rondo.cli.flow.RunFlows;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code rondo gradients}: how far the gradient of a loss reaches back in time. */
@Command(
        name = "gradients",
        description = {
            "Shows how far the gradient of a loss at one step reaches back in time.",
            "Measures the norm of the gradient with respect to each state at every step, at the start or"
                    + " of a trained run: along all paths and, for cells that say where their state enters"
                    + " products, along what they carry on without any. Beside that stands the product of"
                    + " the forget gates."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Everything is computed in float64. Figures, curves and a heat map over time and layers are in"
                    + " the directory of the results.",
            "",
            "Examples:",
            "  rondo gradients",
            "  rondo gradients --cell rnn --init orthogonal:0.9,orthogonal,orthogonal:1.5",
            "  rondo gradients --cell lstm,gru --init default,chrono:200 --layers 2",
            "  rondo gradients --run runs/book --seq 100",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 ended by Ctrl-C."
        })
final class GradientsCommand implements Callable<Integer> {
    @Mixin private NetworkOptions networks;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = {
                "In place of new networks the one of a run directory, as it started and trained, over its"
                        + " data; may be given several times."
            })
    private List<Path> runs = List.of();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "The file that a run was trained on, where it has moved, or another.")
    private Path data;

    @Option(
            names = "--before",
            paramLabel = "TEXT",
            defaultValue = "",
            description = {
                "Of a run of text: the loss is that of a character with this text after it"
                        + " (default: of any)."
            })
    private String before;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = {
                "How often weights and sequences are drawn; a trained network keeps its weights"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = {
                "The first seed; the next ones have the next numbers (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The directory of the results (default: runs/ and a name with the time).")
    private Path output;

    @Option(names = "--json", description = "Print one JSON object a state instead of a table.")
    private boolean json;

    @Mixin private ComputeOptions compute;

    @Spec private CommandSpec command;
    @Inject private Console console;
    @Inject private Interrupt interrupt;
    @Inject private Invocation invocation;

    @Override
    public Integer call() throws IOException {
        Values.atLeast("--seeds", seeds, 1);
        Values.atLeast("--batch", networks.batch(), 1);
        List<FlowRun> traced = subjects().stream().map(FlowRun::new).toList();
        FlowSuite suite = new FlowSuite(traced, seed, seeds, invocation.words());
        Path directory = output == null ? RunPaths.fresh("gradients") : output;
        Backend backend = compute.open(console);
        interrupt.catchSignals(console::note);
        int[] widths = suite.widths();
        FlowTable table = suite.table();
        if (!json) {
            console.out().println(FlowTable.line(table.header(), widths));
        }
        List<Flow> flows =
                suite.run(
                        directory,
                        backend,
                        interrupt,
                        (flow, object) -> {
                            console.out()
                                    .println(
                                            json
                                                    ? object
                                                    : FlowTable.line(table.row(flow), widths));
                            console.out().check();
                        },
                        console::warn);
        Consumer<String> notes = json ? console::note : console.out()::println;
        FlowTable.notes(flows).forEach(notes);
        if (!flows.isEmpty()) {
            notes.accept(
                    String.format(
                            Locale.ROOT,
                            "Everything is in %s; see %s there.",
                            directory,
                            FlowSuite.PAGE));
        }
        return interrupt.requested() ? TrainingRun.INTERRUPTED : 0;
    }

    private List<FlowSubject> subjects() {
        if (runs.isEmpty()) {
            MatchedOptions.refuse(
                    command, "is for a trained network; give --run", "--data", "--before");
            return networks.subjects(console::note);
        }
        MatchedOptions.refuse(
                command,
                "has no place beside --run, whose network is as it was trained",
                NetworkOptions.UNTRAINED);
        if (data != null && runs.size() > 1) {
            throw new UsageException("--data is for one --run, got " + runs.size());
        }
        networks.steps().ifPresent(t -> Values.atLeast("--seq", t, 1));
        List<FlowSubject> all = new ArrayList<>();
        for (Path run : runs) {
            all.addAll(
                    new RunFlows(
                                    run,
                                    Optional.ofNullable(data),
                                    before,
                                    networks.steps(),
                                    networks.batch())
                            .subjects(console));
        }
        return all;
    }
}
