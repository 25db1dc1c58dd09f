package dev.rondo.benchmarks;

import dev.rondo.array.DType;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

import java.util.Collections;
import java.util.List;

/**
 * The elementwise work of an LSTM's step as one kernel, as fusion makes it of the equations:
 * thirteen operations on 64 rows of 256 units.
 */
public class FusedStep extends KernelBenchmark {
    /** Type of the elements. */
    @Param({"F32", "F64"})
    private DType dtype;

    private Runnable step;

    /** Makes the operands and the kernel. */
    @Setup
    public void setUp() {
        // values 0 to 7: x's and h's part of i, f, o and g; 8: c
        Expression lstm =
                new Expression(
                        Collections.nCopies(9, dtype),
                        List.of(
                                new Operation.Binary(BinaryOp.ADD, 0, 1),
                                new Operation.Unary(UnaryOp.SIGMOID, 9),
                                new Operation.Binary(BinaryOp.ADD, 2, 3),
                                new Operation.Unary(UnaryOp.SIGMOID, 11),
                                new Operation.Binary(BinaryOp.ADD, 4, 5),
                                new Operation.Unary(UnaryOp.SIGMOID, 13),
                                new Operation.Binary(BinaryOp.ADD, 6, 7),
                                new Operation.Unary(UnaryOp.TANH, 15),
                                new Operation.Binary(BinaryOp.MUL, 8, 12),
                                new Operation.Binary(BinaryOp.MUL, 16, 10),
                                new Operation.Binary(BinaryOp.ADD, 17, 18),
                                new Operation.Unary(UnaryOp.TANH, 19),
                                new Operation.Binary(BinaryOp.MUL, 20, 14)),
                        List.of(19, 21));
        View[] in = new View[9];
        View[] out = new View[2];
        for (int i = 0; i < in.length; i++) {
            in[i] = Views.of(dtype, 64 * 256);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = Views.of(dtype, 64 * 256);
        }
        step = kernels().fuse(lstm, in, out);
    }

    /** c' and h' of all four gates. */
    @Benchmark
    public void step() {
        step.run();
    }
}
