package dev.rondo.models;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Trace;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs what tests trace, on the reference backend. */
public final class Run {
    private Run() {}

    /** A program with the one entry {@code run}, compiled. */
    public static Executable compile(DType dtype, Scope scope, Consumer<Trace> trace) {
        return compile(Program.of(dtype, scope, 7).with("run", trace));
    }

    /** A program, compiled. */
    public static Executable compile(Program program) {
        return Backends.open("scalar").compile(program);
    }

    /** Results of a run in float64, copied. */
    public static Map<String, Array> once(
            Scope scope, Map<String, Array> inputs, Consumer<Trace> trace) {
        try (Executable e = compile(DType.F64, scope, trace)) {
            return run(e, inputs);
        }
    }

    /** Results of a run, copied. */
    public static Map<String, Array> run(Executable e, Map<String, Array> inputs) {
        Map<String, Array> results = new TreeMap<>();
        e.run("run", inputs).forEach((name, value) -> results.put(name, value.copy()));
        return results;
    }

    /** Uniform numbers in [−1, 1). */
    public static Array random(long seed, int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return Array.of(new SplittableRandom(seed).doubles(n, -1, 1).toArray(), dims);
    }
}
