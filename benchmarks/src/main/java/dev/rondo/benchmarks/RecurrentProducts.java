package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.View;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Products as recurrences make them, m × k by k × n: 2mkn operations; with one row they are
 * matrix-vector products.
 */
public class RecurrentProducts extends KernelBenchmark {
    /** Rows, columns and depth; who is transposed; whether the right operand is packed before. */
    @Param({
        "1x512x128 right packed",
        "1x4096x1024 right packed",
        "1x4096x1024 right",
        "1x1024x4096 plain packed",
        "16x128x32 right packed",
        "32x256x64 right packed",
        "32x512x128 right packed",
        "64x1024x256 right packed",
        "64x2048x512 right packed",
        "64x512x2048 plain packed",
        "6400x1024x256 right",
        "1024x256x6400 left",
        "4096x1024x25 left"
    })
    private String shape;

    private SimdKernels kernels;
    private View a;
    private View c;
    private View out;
    private Object packed;

    /** Makes the operands, and packs where it is asked for. */
    @Setup
    public void setUp() {
        kernels = kernels();
        String[] words = shape.split("[x ]");
        int m = Integer.parseInt(words[0]);
        int n = Integer.parseInt(words[1]);
        int k = Integer.parseInt(words[2]);
        a = Views.matrices(DType.F32, 1, m, k, words[3].equals("left"));
        c = Views.matrices(DType.F32, 1, k, n, words[3].equals("right"));
        out = Views.matrices(DType.F32, 1, m, n, false);
        packed = words.length > 4 ? kernels.pack(a, c, null) : null;
    }

    /** out = a · c. */
    @Benchmark
    public void multiply() {
        if (packed == null) {
            kernels.matmul(a, c, out);
        } else {
            kernels.matmulPacked(a, c, packed, out);
        }
    }
}
