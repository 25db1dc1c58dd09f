package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.Invocation;
import dev.rondo.cli.bench.Ablation;
import dev.rondo.cli.bench.BenchSettings;
import dev.rondo.cli.bench.Benchmark;
import dev.rondo.cli.bench.GrowthRun;
import dev.rondo.cli.bench.Machine;
import dev.rondo.cli.bench.ProductPeak;
import dev.rondo.cli.bench.Result;
import dev.rondo.cli.bench.ResultDirectory;
import dev.rondo.cli.bench.ResultTable;
import dev.rondo.cli.bench.Suite;
import dev.rondo.cli.bench.SuiteRun;
import dev.rondo.cli.task.TrainingRun;
import dev.rondo.compiler.Pass;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code rondo bench}: how long recurrent networks take here. */
@Command(
        name = "bench",
        description = {
            "Times recurrent networks, and checks what they compute against the reference in float64.",
            "With --cell one workload, else a suite of them on every device that is not far too slow,"
                    + " with a page of charts: some fifteen minutes. With --growth, one workload"
                    + " whose sizes are doubled, and how fast its cost grows."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Times are those of whole steps, thread meetings included; warm-up and compile"
                    + " time are not part of them. GFLOP/s count the textbook operations of the median,"
                    + " 2·(I+H)·H·gates·T·B for each layer forwards, three times that for train. B/step are"
                    + " bytes that all threads allocate in a step. The peak is what the executable holds:"
                    + " variables, results and work memory, without the inputs and the JVM.",
            "",
            "Examples:",
            "  rondo bench --cell lstm --seq 25 --batch 64 --input 512 --hidden 512 --mode train",
            "  rondo bench --cell gru-after --mode infer --backend simd --threads 1 --json",
            "  rondo bench --cell lstm --without fusion --explain",
            "  rondo bench --cell gru --hidden 256 --ablation",
            "  rondo bench --growth --cell gru --seq 20 --hidden 64",
            "  rondo bench --output runs/after",
            "  rondo bench --merge runs/before runs/after",
            "  rondo bench --merge runs/* --baseline 'laptop simd:cpu' --output runs/all",
            "",
            "Exit codes: 0 done, 1 failed or wrong results, 2 wrong use, 130 ended by Ctrl-C."
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin private WorkloadOptions workload;
    @Mixin private ComputeOptions compute;
    @Mixin private GrowthOptions growth;
    @Mixin private MergeOptions merge;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = {
                "How long each workload is timed, at least three steps (default: ${DEFAULT-VALUE})."
            })
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "6",
            description = {
                "How long it runs before, so that HotSpot has compiled it; simd needs up to six seconds"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double warmUp;

    @Option(
            names = "--without",
            paramLabel = "PASS",
            split = ",",
            description = {
                "Leaves out a pass of the compiler, to see what it gains: simplification, join-products,"
                        + " loop-motion, merge-products or fusion; several with commas."
            })
    private Set<String> without = Set.of();

    @Option(
            names = "--explain",
            description = {
                "Print what the compiler did to the graph first; with --json on standard error."
            })
    private boolean explain;

    @Option(names = "--json", description = "Print one JSON object a workload instead of a table.")
    private boolean json;

    @Option(
            names = "--ablation",
            description = {
                "Time the workload without any pass, then with the passes switched on one after another."
            })
    private boolean ablation;

    @Option(
            names = "--product",
            description = {
                "Only time large square products: what the device does at best (GFLOP/s)."
            })
    private boolean product;

    @Option(
            names = "--on-request",
            description = {
                "Time it again for each line on standard input, so that a script can run something else in"
                        + " between; ends with the input."
            })
    private boolean onRequest;

    @Option(
            names = "--suite",
            paramLabel = "NAME",
            defaultValue = "standard",
            description = {
                "Without --cell: the list of workloads, standard or deepbench, whose sizes take hours on"
                        + " two cores (default: ${DEFAULT-VALUE})."
            })
    private String suite;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "The directory of the results of a suite or of --growth (default: runs/ and a"
                            + " name with the time), or of the page of --merge (default: no page).")
    private Path output;

    @Spec private CommandSpec command;
    @Inject private Console console;
    @Inject private Interrupt interrupt;
    @Inject private Invocation invocation;

    @Override
    public Integer call() throws IOException {
        List<String> passes = Arrays.stream(Pass.values()).map(Pass::id).toList();
        for (String pass : without) {
            Values.known("--without", pass, passes, () -> Pass.named(pass));
        }
        BenchSettings settings = new BenchSettings(warmUp, seconds, without);
        if (growth.given(command)) {
            return growth(settings);
        }
        if (merge.given(command)) {
            merge.run(Optional.ofNullable(output), console);
            return 0;
        }
        if (product) {
            return product();
        }
        return workload.given() ? one(settings) : all(settings);
    }

    private int product() {
        MatchedOptions.refuse(
                command,
                "has no place beside --product, which times products alone",
                "--cell",
                "--suite",
                "--output",
                "--explain",
                "--ablation",
                "--on-request");
        List<Backend> backends = compute.openAll();
        interrupt.catchSignals(console::note);
        for (Backend b : backends) {
            double gflops = ProductPeak.of(b, workload.dtype(), seconds, interrupt::requested);
            if (interrupt.requested()) {
                break;
            }
            console.out()
                    .println(
                            json
                                    ? productJson(b, gflops)
                                    : String.format(
                                            Locale.ROOT,
                                            "%s: %.1f GFLOP/s in large products of %s, threads: %d",
                                            b.device().id(),
                                            gflops,
                                            workload.dtype(),
                                            b.threads()));
            console.out().check();
        }
        return code(true);
    }

    private Configuration productJson(Backend b, double gflops) {
        return Configuration.empty()
                .with("backend", b.device().backend())
                .with("device", b.device().name())
                .with("threads", b.threads())
                .with("dtype", workload.dtype().toString())
                .with(ProductPeak.FIELD, gflops)
                .with("provenance", Machine.now(invocation.words()));
    }

    private int ablation(Benchmark benchmark, Backend backend) {
        MatchedOptions.refuse(
                command, "has no place beside --ablation", "--on-request", "--explain");
        Ablation.Table table = new Ablation.Table();
        List<Result> results = new ArrayList<>();
        Ablation.run(
                benchmark,
                backend,
                () -> Machine.occasion(invocation.words()),
                (pass, r) -> {
                    if (results.isEmpty() && !json) {
                        String where = r.workload().label() + " on " + r.device().id();
                        console.out().println(where);
                        console.out().println(table.head());
                    }
                    results.add(r);
                    console.out().println(json ? r.json() : table.row(pass, r));
                    console.out().check();
                });
        ResultTable.warnings(results).forEach(console::warn);
        return code(results.stream().allMatch(r -> r.check().holds()));
    }

    private int one(BenchSettings settings) {
        MatchedOptions.refuse(
                command, "is for suites; leave it out, or leave out --cell", "--suite", "--output");
        Benchmark benchmark = new Benchmark(workload.workload(), settings, interrupt::requested);
        Backend backend = compute.open(console);
        interrupt.catchSignals(console::note);
        if (ablation) {
            return ablation(benchmark, backend);
        }
        if (explain) {
            List<String> lines = benchmark.explain(backend);
            lines.forEach(json ? console::note : console.out()::println);
        }
        List<Result> results = new ArrayList<>();
        Scanner requests = new Scanner(System.in, StandardCharsets.UTF_8);
        benchmark.on(
                backend,
                Machine.occasion(invocation.words()),
                () -> onRequest && requests.hasNextLine() && requests.nextLine() != null,
                r -> {
                    if (results.isEmpty()) {
                        head();
                    }
                    results.add(r);
                    row(r);
                    console.out().check();
                });
        Result result = results.getFirst();
        if (!json) {
            ResultTable.notes(List.of(result)).forEach(console.out()::println);
        } else {
            ResultTable.warnings(List.of(result)).forEach(console::warn);
        }
        return code(result.check().holds());
    }

    private int all(BenchSettings settings) throws IOException {
        MatchedOptions.refuse(
                command,
                "needs --cell, which times one workload; without it the suite is timed",
                "--image",
                "--seq",
                "--batch",
                "--input",
                "--hidden",
                "--layers",
                "--mode",
                "--explain",
                "--ablation",
                "--on-request");
        Suite chosen = Values.named("--suite", Suite.values(), suite);
        Path directory = directory();
        List<Backend> backends = compute.openAll();
        interrupt.catchSignals(console::note);
        SuiteRun run =
                new SuiteRun(
                        chosen.workloads(workload.dtype()),
                        settings,
                        interrupt,
                        invocation.words());
        head();
        run.run(directory, backends, this::row, console::warn);
        Consumer<String> notes = json ? console::note : console.out()::println;
        run.notes().forEach(notes);
        notes.accept(
                String.format(
                        Locale.ROOT,
                        "Everything is in %s; see %s there, and rondo bench --merge DIR.",
                        directory,
                        ResultDirectory.PAGE));
        return code(run.right());
    }

    private int growth(BenchSettings settings) throws IOException {
        GrowthRun run =
                new GrowthRun(
                        workload.workloadOr(Cells.LSTM),
                        settings,
                        growth.limits(),
                        interrupt,
                        invocation.words());
        Path directory = directory();
        Backend backend = compute.open(console);
        interrupt.catchSignals(console::note);
        GrowthReport report = new GrowthReport(console, json);
        report.head();
        run.run(directory, backend, report, console::warn);
        report.summary(run);
        report.note(
                String.format(
                        Locale.ROOT,
                        "Everything is in %s; see %s there.",
                        directory,
                        ResultDirectory.PAGE));
        return code(run.right());
    }

    private Path directory() {
        return output == null ? RunPaths.fresh("bench") : output;
    }

    private int code(boolean right) {
        if (!right) {
            return 1;
        }
        return interrupt.requested() ? TrainingRun.INTERRUPTED : 0;
    }

    private void head() {
        if (!json) {
            console.out().println(ResultTable.head());
            console.flush();
        }
    }

    private void row(Result result) {
        console.out().println(json ? result.json() : ResultTable.row(result));
        console.flush();
    }
}
