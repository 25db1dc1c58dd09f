package dev.rondo.cli.bench;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** What a device does at best: large square products. */
final class ProductPeak {
    private static final int SMALL = 256;
    private static final int LARGE = 1024;

    private ProductPeak() {}

    /**
     * GFLOP/s of the fastest of all products that were timed, of 256 and of 1024 rows.
     *
     * @param warmUp seconds before the timing of each size
     */
    static double of(Backend backend, DType type, double warmUp, BooleanSupplier stop) {
        double small = of(backend, type, SMALL, warmUp, stop);
        // not where one product would take seconds
        return small < 5 ? small : Math.max(small, of(backend, type, LARGE, warmUp, stop));
    }

    private static double of(
            Backend backend, DType type, int n, double warmUp, BooleanSupplier stop) {
        Program program =
                Program.of(type, Scope.root(), 0)
                        .with(
                                "product",
                                t -> t.output("c", t.input("a", n, n).matmul(t.input("b", n, n))));
        Array ones = Array.zeros(type, Shape.of(n, n));
        for (int i = 0; i < ones.size(); i++) {
            ones.set(i, 1);
        }
        Map<String, Array> inputs = Map.of("a", ones, "b", ones);
        try (Executable e = backend.compile(program)) {
            Timing t = Timing.of(() -> e.run("product", inputs), warmUp, Math.min(1, warmUp), stop);
            return 2.0 * n * n * n / t.least();
        }
    }
}
