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

/** The best performance of a device: large square products. */
public final class ProductPeak {
    /** The name in results. */
    public static final String FIELD = "product_gflops";

    private static final int SMALL = 256;
    private static final int LARGE = 1024;

    /**
     * Seconds until HotSpot has compiled a product. They do not depend on the warm-up of the
     * workloads.
     */
    private static final double WARM_UP = 2;

    private static final double SECONDS = 1;

    /** Where workloads take less, something is tried out, and a rough figure will do. */
    private static final double EARNEST = 0.05;

    private ProductPeak() {}

    /**
     * GFLOP/s of the fastest of all timed products, with 256 and with 1024 rows.
     *
     * @param seconds that each workload is timed
     * @param stop asked between products; true ends the timing early
     */
    public static double of(Backend backend, DType type, double seconds, BooleanSupplier stop) {
        double part = Math.min(1, seconds / EARNEST);
        double small = of(backend, type, SMALL, part, stop);
        // not if a single product would take seconds
        return small < 5 ? small : Math.max(small, of(backend, type, LARGE, part, stop));
    }

    private static double of(
            Backend backend, DType type, int n, double part, BooleanSupplier stop) {
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
            Timing t =
                    Timing.of(() -> e.run("product", inputs), part * WARM_UP, part * SECONDS, stop);
            return 2.0 * n * n * n / t.least();
        }
    }
}
