package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.compiler.Passes;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Times one workload on any number of backends, each with the same numbers. */
public final class Benchmark {
    private static final long SEED = 5;

    private final Workload workload;
    private final BenchSettings settings;
    private final BooleanSupplier stop;

    private Map<String, Array> inputs;
    private Reference reference;

    /**
     * Prepares the benchmark without allocating any array.
     *
     * @param stop asked between steps; true leaves out the rest
     * @throws dev.rondo.cli.UsageException when this JVM does not have enough memory
     */
    public Benchmark(Workload workload, BenchSettings settings, BooleanSupplier stop) {
        workload.checkSize();
        this.workload = workload;
        this.settings = settings;
        this.stop = stop;
    }

    BenchSettings settings() {
        return settings;
    }

    boolean stopped() {
        return stop.getAsBoolean();
    }

    /** The same workload with the same numbers, without exactly these passes. */
    Benchmark without(Set<String> passes) {
        var other = new BenchSettings(settings.warmUp(), settings.seconds(), passes);
        Benchmark b = new Benchmark(workload, other, stop);
        b.inputs = inputs;
        b.reference = reference;
        return b;
    }

    /**
     * Compiles, warms up, times, and then checks the results of the code that was timed.
     *
     * @param occasion when and how, see {@link Machine#occasion}
     * @throws dev.rondo.backend.BackendException when the backend cannot run it
     */
    public Result on(Backend backend, Configuration occasion) {
        List<Result> one = new ArrayList<>();
        on(backend, occasion, () -> false, one::add);
        return one.getFirst();
    }

    /**
     * Does the same, and then times the workload repeatedly, so that other runs can take place
     * between.
     *
     * @param again asked after each time; may wait
     * @param report receives each result
     */
    public void on(
            Backend backend,
            Configuration occasion,
            BooleanSupplier again,
            Consumer<Result> report) {
        Program program = workload.program(workload.dtype());
        long start = System.nanoTime();
        try (Executable e = backend.compile(program, settings.options())) {
            final long compileNanos = System.nanoTime() - start;
            if (inputs == null) {
                inputs = draw(program.entries().get(Workload.ENTRY));
            }
            Runnable step = () -> e.run(Workload.ENTRY, inputs);
            Timing timing = Timing.of(step, settings.warmUp(), settings.seconds(), stop);
            final long resident = Machine.peakResident();
            if (reference == null) {
                // not earlier: its float64 numbers would count as memory of the timed program
                reference = new Reference(workload, inputs);
            }
            Result first =
                    new Result(
                            workload,
                            backend.device(),
                            backend.threads(),
                            compileNanos,
                            timing,
                            e.bytes(),
                            resident,
                            reference.check(e),
                            settings,
                            occasion);
            report.accept(first);
            while (again.getAsBoolean()) {
                report.accept(first.with(timing.again(step, settings.seconds(), stop)));
            }
        }
    }

    /** A description of what the backend made of the workload. The workload is run once. */
    public List<String> explain(Backend backend) {
        Program program = workload.program(workload.dtype());
        Entry written = program.entries().get(Workload.ENTRY);
        if (inputs == null) {
            inputs = draw(written);
        }
        try (Executable e = backend.compile(program, settings.options())) {
            e.run(Workload.ENTRY, inputs);
            return Explanation.of(
                    written,
                    e.compiled(Workload.ENTRY),
                    Passes.allBut(settings.without()),
                    e.report());
        }
    }

    /**
     * The initial state is that of the cells. All other inputs are uniform in [−1, 1), and exact in
     * both types.
     */
    private Map<String, Array> draw(Entry entry) {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Array> start = workload.start();
        Map<String, Array> drawn = new LinkedHashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) -> {
                            if (start.containsKey(name)) {
                                drawn.put(name, start.get(name).cast(t.dtype()));
                                return;
                            }
                            Array a = Array.zeros(t.dtype(), t.shape());
                            for (int i = 0; i < a.size(); i++) {
                                a.set(i, (float) (2 * random.nextDouble() - 1));
                            }
                            drawn.put(name, a);
                        });
        return drawn;
    }
}
