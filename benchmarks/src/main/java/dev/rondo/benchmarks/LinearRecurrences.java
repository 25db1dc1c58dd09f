package dev.rondo.benchmarks;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.MinGru;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Outputs and all gradients of a minGRU over 4,096 steps: all at once, and step by step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx6g"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class LinearRecurrences {
    private static final int STEPS = 4096;
    private static final String ENTRY = "train";

    /** Whether all steps are computed at once. */
    @Param({"true", "false"})
    private boolean parallel;

    /** Rows and units; a step reads as many inputs. */
    @Param({"1x64", "16x64", "32x128"})
    private String size;

    /** Threads that share a run. */
    @Param({"1", "2"})
    private int threads;

    private Executable executable;
    private Map<String, Array> inputs;

    /** Compiles, and draws the inputs. */
    @Setup
    public void setUp() {
        int batch = Integer.parseInt(size.split("x")[0]);
        int units = Integer.parseInt(size.split("x")[1]);
        var scope = dev.rondo.graph.Scope.root();
        MinGru cell = new MinGru(scope, units, units);
        executable =
                Backends.open("simd", new BackendOptions(threads))
                        .compile(
                                Program.of(DType.F32, scope, 1)
                                        .with(
                                                ENTRY,
                                                t ->
                                                        trace(
                                                                t,
                                                                parallel ? cell.inParallel() : cell,
                                                                scope.parameters(),
                                                                batch,
                                                                units)));
        inputs = Map.of("x", drawn(3, batch, units), "g", drawn(4, batch, units));
    }

    private static void trace(
            Trace t, Cell<MinGru.State> cell, List<Variable> weights, int batch, int units) {
        var y = Recurrence.of(cell).over(t.input("x", STEPS, batch, units)).outputs();
        var found = Gradients.of(y.times(t.input("g", STEPS, batch, units)).sum(), weights);
        for (int i = 0; i < found.size(); i++) {
            t.output("d" + i, found.get(i));
        }
    }

    private static Array drawn(long seed, int batch, int units) {
        var random = new SplittableRandom(seed);
        Array a = Array.zeros(DType.F32, Shape.of(STEPS, batch, units));
        for (int i = 0; i < a.size(); i++) {
            a.set(i, random.nextDouble(-1, 1));
        }
        return a;
    }

    /** One run. */
    @Benchmark
    public Map<String, Array> train() {
        return executable.run(ENTRY, inputs);
    }

    /** Frees the memory. */
    @TearDown
    public void close() {
        executable.close();
    }
}
