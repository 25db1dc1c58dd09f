package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

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
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Elementwise functions of 16,384 numbers, which fit the second-level cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Activations {
    /** Threads that share a kernel. */
    @Param({"1", "2"})
    private int threads;

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
        kernels = new SimdKernels(threads);
        x = Views.of(dtype, 16_384);
        out = Views.of(dtype, 16_384);
    }

    /** out = op(x). */
    @Benchmark
    public void apply() {
        kernels.unary(op, x, out);
    }
}
