package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.backend.Backend;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.Configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Times one workload, on as many backends as wanted, each on the same numbers. */
public final class Benchmark {
    private static final long SEED = 5;

    private final Workload workload;
    private final BenchSettings settings;
    private final BooleanSupplier stop;

    private Map<String, Array> inputs;
    private Reference reference;

    /**
     * Takes nothing yet.
     *
     * @param stop asked between steps; when true the rest is left out
     * @throws dev.rondo.cli.UsageException when the memory of this JVM cannot hold it
     */
    public Benchmark(Workload workload, BenchSettings settings, BooleanSupplier stop) {
        workload.checkSize();
        this.workload = workload;
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Compiles, warms up, times and then checks the results: those of the code that was timed.
     *
     * @param machine where and when, see {@link Machine}
     * @throws dev.rondo.backend.BackendException when the backend cannot run it
     */
    public Result on(Backend backend, Configuration machine) {
        Program program = workload.program(workload.dtype());
        long start = System.nanoTime();
        try (Executable e = backend.compile(program, options())) {
            final long compileNanos = System.nanoTime() - start;
            if (inputs == null) {
                inputs = draw(program.entries().get(Workload.ENTRY));
                reference = new Reference(workload, inputs);
            }
            Timing timing =
                    Timing.of(
                            () -> e.run(Workload.ENTRY, inputs),
                            settings.warmUp(),
                            settings.seconds(),
                            stop);
            return new Result(
                    workload,
                    backend.device(),
                    backend.threads(),
                    compileNanos,
                    timing,
                    e.bytes(),
                    reference.check(e),
                    settings,
                    machine);
        }
    }

    /** What the backend makes of the workload, as text. */
    public List<String> explain(Backend backend) {
        Program program = workload.program(workload.dtype());
        try (Executable e = backend.compile(program, options())) {
            return Explanation.of(
                    program.entries().get(Workload.ENTRY),
                    e.compiled(Workload.ENTRY),
                    e.explain(Workload.ENTRY),
                    e.bytes());
        }
    }

    private CompileOptions options() {
        return new CompileOptions(false, settings.without());
    }

    /** Uniform in [−1, 1), and exact in either type. */
    private static Map<String, Array> draw(Entry entry) {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Array> drawn = new LinkedHashMap<>();
        entry.inputs()
                .forEach(
                        (name, t) -> {
                            Array a = Array.zeros(t.dtype(), t.shape());
                            for (int i = 0; i < a.size(); i++) {
                                a.set(i, (float) (2 * random.nextDouble() - 1));
                            }
                            drawn.put(name, a);
                        });
        return drawn;
    }
}
