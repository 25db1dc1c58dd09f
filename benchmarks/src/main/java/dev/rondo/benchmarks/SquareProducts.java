package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.SimdKernels;
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

/** Products of square matrices, n × n × n: 2n³ operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SquareProducts {
    /** Threads that share a kernel. */
    @Param({"1", "2"})
    private int threads;

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
        kernels = new SimdKernels(threads);
        a = Views.matrices(dtype, 1, n, n, false);
        c = Views.matrices(dtype, 1, n, n, false);
        out = Views.matrices(dtype, 1, n, n, false);
    }

    /** out = a · c. */
    @Benchmark
    public void multiply() {
        kernels.matmul(a, c, out, false);
    }
}
