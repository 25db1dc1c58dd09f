package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Device;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.show.Progress;
import dev.rondo.cli.show.ProgressDisplay;
import dev.rondo.cli.show.Times;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.cli.verify.Families;
import dev.rondo.cli.verify.Report;
import dev.rondo.cli.verify.ReportJson;
import dev.rondo.cli.verify.ReportText;
import dev.rondo.contract.Family;
import dev.rondo.contract.Verification;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code rondo verify}: whether the devices here compute what they should. */
@Command(
        name = "verify",
        description = {
            "Checks that every device here computes what the reference computes.",
            "Draws random programs, and sequences for every cell and attention, runs them forward and"
                    + " backward in float32 and float64, and shows the largest deviations from the"
                    + " reference in float64."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Example:",
            "  rondo verify",
            "  rondo verify --backend simd --tries 2000",
            "",
            "Exit codes: 0 all within their limits, 1 something over its limit, 130 ended by Ctrl-C."
        })
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            paramLabel = "NAME[:DEVICE]",
            description = "Verify only this one (default: every device that can run).")
    private String backend;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "200",
            description = "Computations to draw (default: ${DEFAULT-VALUE}).")
    private long tries;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = {
                "The seed of the first computation; the next ones have the next numbers"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private long seed;

    @Option(names = "--json", description = "Write the report as JSON.")
    private boolean json;

    @Inject private Console console;
    @Inject private Interrupt interrupt;
    @Inject private ProgressDisplay display;
    @Inject private List<Device> devices;

    @Override
    public Integer call() {
        Values.atLeast("--tries", tries, 1);
        List<Backend> backends = ComputeOptions.openAll(backend, BackendOptions.defaults());
        List<Family> families = Families.all();
        Report report =
                new Report(
                        families.stream().map(Family::name).toList(),
                        backends.stream().map(Backend::device).toList(),
                        backend == null ? absent() : List.of());
        interrupt.catchSignals(console::note);
        long start = System.nanoTime();
        fill(report, new Verification(families, backends));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (json) {
            console.out().println(ReportJson.of(report, seed));
        } else {
            ReportText.of(report).forEach(console.out()::println);
            console.out().println(summary(report, time));
        }
        if (!report.wrong().isEmpty()) {
            return 1;
        }
        return report.tries() < tries ? TrainingRun.INTERRUPTED : 0;
    }

    private void fill(Report report, Verification verification) {
        try (Progress progress = display.open("verify", "computations", tries)) {
            while (report.tries() < tries && !interrupt.requested()) {
                report.add(verification.of(seed + report.tries()));
                progress.to(report.tries(), () -> outcome(report));
            }
        }
    }

    private static String outcome(Report report) {
        int wrong = report.wrong().size();
        return wrong == 0 ? "all within their limits" : wrong + " over the limit";
    }

    private String summary(Report report, Duration time) {
        return String.format(
                Locale.ROOT,
                "%,d computations%s on %s from seed %d on, %s: %s.",
                report.tries(),
                report.tries() < tries ? String.format(Locale.ROOT, " of %,d", tries) : "",
                String.join(", ", report.devices()),
                seed,
                Times.clock(time),
                outcome(report));
    }

    private List<Device> absent() {
        return devices.stream().filter(d -> !d.availability().isAvailable()).toList();
    }
}
