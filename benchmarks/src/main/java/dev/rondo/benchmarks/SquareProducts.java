package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.View;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Products of square matrices, n × n × n: 2n³ operations. */
public class SquareProducts extends KernelBenchmark {
    /** Type of the elements. */
    @Param({"F32", "F64"})
    private DType dtype;

    /** Rows and columns. */
    @Param({"256", "512", "1024", "2048"})
    private int n;

    private SimdKernels kernels;
    private View a;
    private View c;
    private View out;

    /** Makes the operands. */
    @Setup
    public void setUp() {
        kernels = kernels();
        a = Views.matrices(dtype, 1, n, n, false);
        c = Views.matrices(dtype, 1, n, n, false);
        out = Views.matrices(dtype, 1, n, n, false);
    }

    /** out = a · c. */
    @Benchmark
    public void multiply() {
        kernels.matmul(a, c, out);
    }
}
