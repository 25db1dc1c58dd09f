package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Elementwise functions of 16,384 numbers, which fit the second-level cache. */
public class Activations extends KernelBenchmark {
    /** Type of the elements. */
    @Param({"F32", "F64"})
    private DType dtype;

    /** The function. */
    @Param({"SIGMOID", "TANH", "EXP", "LOG", "SQRT"})
    private UnaryOp op;

    private SimdKernels kernels;
    private View x;
    private View out;

    /** Makes the operands. */
    @Setup
    public void setUp() {
        kernels = kernels();
        x = Views.of(dtype, 16_384);
        out = Views.of(dtype, 16_384);
    }

    /** out = op(x). */
    @Benchmark
    public void apply() {
        kernels.unary(op, x, out);
    }
}
