package dev.rondo.backend.simd.fused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.backend.simd.OtherFuse;
import dev.rondo.backend.simd.SimdBackendProvider;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.compiler.Passes;
import dev.rondo.executor.KernelBackend;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Repeatable;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** All steps of a loop in one call give the bits of single steps. */
class StepsInOneCallProperties {
    private final AtomicInteger calls = new AtomicInteger();

    @Property(tries = 150)
    void aLoopAndItsGradient(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 2, max = 200) int columns,
            @ForAll @IntRange(min = 1, max = 6) int length,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll boolean reversed,
            @ForAll boolean counted,
            @ForAll boolean wide,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DType type = wide ? DType.F64 : DType.F32;
        Program program =
                Program.of(type, Scope.root(), 1)
                        .with("run", t -> trace(t, rows, columns, length, reversed, counted));
        Map<String, Array> inputs = new HashMap<>();
        program.entries()
                .get("run")
                .inputs()
                .forEach((name, x) -> inputs.put(name, drawn(x.dtype(), x.shape(), random)));
        inputs.computeIfPresent(
                "count", (_, _) -> Array.scalar(DType.I32, random.nextInt(length + 1)));
        int before = calls.get();
        try (Executable single = compile(program, threads, k -> k);
                Executable all = compile(program, threads, this::generated)) {
            for (int i = 0; i < 2; i++) { // nothing of the first run is left in the second
                Map<String, Array> expected = single.run("run", inputs);
                Map<String, Array> got = all.run("run", inputs);
                expected.forEach(
                        (name, a) ->
                                assertThat(got.get(name).toDoubles())
                                        .as(name)
                                        .isEqualTo(a.toDoubles()));
            }
        }
        boolean fits = rows <= 2 || columns % 16 == 0 || columns >= 64;
        if (!counted && fits) {
            // forwards, the gradient, and the loop whose states are not kept; each twice
            assertThat(calls.get() - before).isEqualTo(6);
        }
    }

    private static Array drawn(DType type, Shape shape, SplittableRandom random) {
        Array a = Array.zeros(type, shape);
        for (int i = 0; i < a.size(); i++) {
            a.set(i, (float) random.nextDouble(-1, 1));
        }
        return a;
    }

    private static void trace(
            Trace t, int rows, int columns, int length, boolean reversed, boolean counted) {
        // as parts of one product are: rows with gaps between them
        Tensor x = t.input("x", length, rows, columns + 3).slice(2, 1, columns + 1);
        Tensor y = t.input("y", length, rows, columns);
        Tensor number = t.input("number", length, rows, 1);
        Tensor start = t.input("start", rows, columns);
        Tensor count = counted ? t.input("count", DType.I32) : null;
        Scan.Result r =
                scan(length, reversed, count)
                        .carrying(start)
                        .reading(x, y, number)
                        .run(
                                (h, in) -> {
                                    Tensor kept = Functions.sigmoid(in.get(0)).times(h.getFirst());
                                    Tensor next = kept.plus(in.get(1).times(in.get(2)));
                                    return new Scan.Step(List.of(next), List.of(next));
                                });
        t.output("states", r.outputs().getFirst());
        Tensor loss = r.outputs().getFirst().squared().sum();
        List<Tensor> found = Gradients.of(loss, List.of(x, y, start));
        for (int i = 0; i < found.size(); i++) {
            t.output("d" + i, found.get(i));
        }
        Scan.Result s =
                scan(length, reversed, count)
                        .carrying(start, start.times(2))
                        .reading(x)
                        .run(
                                (old, in) -> {
                                    Tensor a = old.get(1).times(in.getFirst()).minus(old.get(0));
                                    Tensor b = old.get(0).times(in.getFirst()).plus(old.get(1));
                                    return new Scan.Step(List.of(a, b), List.of(a.times(b)));
                                });
        t.output("exchanged", s.outputs().getFirst());
        t.output("last a", s.carries().get(0));
        t.output("last b", s.carries().get(1));
    }

    private static Scan scan(int length, boolean reversed, Tensor count) {
        return Scan.over(length).reversed(reversed).steps(count);
    }

    private interface Change {
        Runnable of(Runnable code);
    }

    private static Executable compile(Program program, int threads, Change change) {
        return new KernelBackend(
                        new SimdBackendProvider().devices().getFirst(),
                        threads,
                        () -> changed(new SimdKernels(threads), change),
                        how -> Passes.allBut(how.without())::apply)
                .compile(program);
    }

    private static Kernels changed(SimdKernels kernels, Change change) {
        OtherFuse other = (e, in, out) -> change.of(kernels.fuse(e, in, out));
        return other.in(kernels);
    }

    /** With code from the start, which counts its calls for many steps. */
    private Runnable generated(Runnable code) {
        switch (code) {
            case FloatCluster f -> f.generate();
            case DoubleCluster d -> d.generate();
            default -> {
                return code;
            }
        }
        Repeatable cluster = (Repeatable) code;
        return new Repeatable() {
            @Override
            public void run() {
                cluster.run();
            }

            @Override
            public Optional<Steps> over(Motion motion) {
                return cluster.over(motion)
                        .map(
                                steps ->
                                        count -> {
                                            calls.incrementAndGet();
                                            return steps.run(count);
                                        });
            }
        };
    }
}
