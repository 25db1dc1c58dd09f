package dev.rondo.cli.bench;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Times a list of workloads on several devices; see {@link ResultDirectory}. */
public final class SuiteRun {
    /** The longest expected time of a step in seconds, estimated from the device's products. */
    private static final double LONGEST_STEP = 30;

    /** The same limit for the reference, which is slow. */
    private static final double LONGEST_STEP_OF_REFERENCE = 0.25;

    private final List<Workload> workloads;
    private final BenchSettings settings;
    private final Interrupt interrupt;
    private final List<String> commandLine;
    private final Map<Backend, Double> peaks = new LinkedHashMap<>();
    private final List<Result> results = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * Creates a run without timing anything yet.
     *
     * @param commandLine program and arguments
     */
    public SuiteRun(
            List<Workload> workloads,
            BenchSettings settings,
            Interrupt interrupt,
            List<String> commandLine) {
        this.workloads = List.copyOf(workloads);
        this.settings = settings;
        this.interrupt = interrupt;
        this.commandLine = List.copyOf(commandLine);
    }

    /**
     * Times every workload on every device that is not far too slow for it, until Ctrl-C.
     *
     * @param directory created if it does not exist
     * @param each receives every result at once
     * @param warnings receives warnings about missing pictures
     * @throws UsageException when the directory already holds results
     */
    public void run(
            Path directory,
            List<Backend> backends,
            Consumer<Result> each,
            Consumer<String> warnings)
            throws IOException {
        List<Backend> able = able(backends);
        try (ResultDirectory kept = new ResultDirectory(directory)) {
            DType type = workloads.getFirst().dtype();
            for (Backend b : able) {
                peaks.put(b, ProductPeak.of(b, type, settings.seconds(), interrupt::requested));
            }
            for (Workload w : workloads) {
                time(
                        w,
                        result -> {
                            results.add(result);
                            kept.append(result.json());
                            each.accept(result);
                        });
            }
            kept.write(BenchPage.of(this), new Illustrator(warnings));
        }
    }

    /**
     * The backends that can leave out the passes that the settings leave out.
     *
     * @throws BackendException when there is none
     */
    private List<Backend> able(List<Backend> backends) {
        List<Backend> able = new ArrayList<>();
        BackendException last = null;
        Program nothing = Program.of(DType.F32, Scope.root(), 0);
        for (Backend b : backends) {
            try (Executable _ = b.compile(nothing, settings.options())) {
                able.add(b);
            } catch (BackendException e) {
                leftOut.add("everything on " + e.getMessage());
                last = e;
            }
        }
        if (able.isEmpty() && last != null) {
            throw last;
        }
        return able;
    }

    private void time(Workload w, Consumer<Result> each) {
        Benchmark benchmark;
        try {
            benchmark = new Benchmark(w, settings, interrupt::requested);
        } catch (UsageException e) {
            leftOut.add(w.label() + ": " + e.getMessage());
            return;
        }
        List<Backend> able = new ArrayList<>();
        for (Backend b : peaks.keySet()) {
            double expected = w.operations() / peaks.get(b) / 1e9;
            if (expected > longest(b)) {
                leftOut.add(
                        String.format(
                                Locale.ROOT,
                                "%s on %s: a step would take at least %.1f s",
                                w.label(),
                                b.device().id(),
                                expected));
            } else {
                able.add(b);
            }
        }
        for (Backend b : able) {
            if (interrupt.requested()) {
                return;
            }
            try {
                var occasion = Machine.occasion(commandLine).with(ProductPeak.FIELD, peaks.get(b));
                Result result = benchmark.on(b, occasion);
                // a timing that was cut short says nothing
                if (!interrupt.requested()) {
                    each.accept(result);
                }
            } catch (BackendException e) {
                failures.add(
                        String.format(
                                Locale.ROOT,
                                "%s on %s: %s",
                                w.label(),
                                b.device().id(),
                                e.getMessage()));
            }
        }
    }

    private static double longest(Backend b) {
        return b.device().backend().equals(Reference.BACKEND)
                ? LONGEST_STEP_OF_REFERENCE
                : LONGEST_STEP;
    }

    /** The results so far. */
    public List<Result> results() {
        return List.copyOf(results);
    }

    /** GFLOP/s of each device in large products. */
    Map<Backend, Double> peaks() {
        return peaks;
    }

    /** Notes on the results: which are wrong or were checked in part, and what was left out. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        peaks.forEach(
                (b, peak) ->
                        notes.add(
                                String.format(
                                        Locale.ROOT,
                                        "%s: %.1f GFLOP/s in large products",
                                        b.device().id(),
                                        peak)));
        notes.addAll(ResultTable.notes(results));
        leftOut.forEach(l -> notes.add("left out: " + l));
        failures.forEach(f -> notes.add("failed: " + f));
        return notes;
    }

    /** Whether everything that was timed ran and gave right results. */
    public boolean right() {
        return failures.isEmpty() && results.stream().allMatch(r -> r.check().holds());
    }
}
