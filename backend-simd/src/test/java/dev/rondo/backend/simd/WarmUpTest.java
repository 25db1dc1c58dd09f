package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.backend.simd.fused.WarmUp;
import dev.rondo.compiler.Passes;
import dev.rondo.executor.KernelBackend;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.UnaryOp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What becomes of generated code is told. */
class WarmUpTest {
    /** So many functions make a method of more than 64 KiB: no class has one. */
    private static final int TOO_MANY = 1500;

    private static final int N = 1 << 12;

    private final List<LogRecord> told = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(WarmUp.class.getName());
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord r) {
                    told.add(r);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @Test
    @Timeout(60)
    void failuresAreToldOnceAndCounted() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (Executable one = tanh(2);
                Executable two = tanh(3)) {
            Map<String, Array> given = Map.of("x", Array.zeros(DType.F32, Shape.of(N)));
            assertThat(one.report().schedule()).isEmpty();
            while (one.report().schedule().isEmpty() || two.report().schedule().isEmpty()) {
                one.run("run", given);
                two.run("run", given);
            }
            String line =
                    "elementwise clusters without generated code, since its generation failed: 1";
            assertThat(one.report().schedule()).containsExactly(line);
            assertThat(two.report().schedule()).containsExactly(line);
            assertThat(one.run("run", given).get("y").get(0)).isZero();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getMessage())
                .startsWith("generating code for elementwise operations failed");
        assertThat(told.getFirst().getThrown()).isNotNull();
    }

    /** tanh of tanh of … x, for which code is generated in vain. */
    private static Executable tanh(int times) {
        Program p =
                Program.of(DType.F32, Scope.root(), 1)
                        .with(
                                "run",
                                t -> {
                                    Tensor y = t.input("x", N);
                                    for (int i = 0; i < times; i++) {
                                        y = Functions.tanh(y);
                                    }
                                    t.output("y", y);
                                });
        return new KernelBackend(
                        new SimdBackendProvider().devices().getFirst(),
                        1,
                        () -> tooLong(new SimdKernels(1)),
                        how -> Passes.allBut(how.without())::apply)
                .compile(p);
    }

    /** Kernels whose expressions get far more operations, whose results nobody reads. */
    private static Kernels tooLong(SimdKernels kernels) {
        OtherFuse longer = (e, in, out) -> kernels.fuse(tooLong(e), in, out);
        return longer.in(kernels);
    }

    private static Expression tooLong(Expression e) {
        assertThat(e.inputs()).hasSize(1);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < TOO_MANY; i++) {
            operations.add(new Operation.Unary(UnaryOp.SIGMOID, 0));
        }
        for (Operation s : e.operations()) {
            Operation.Unary u = (Operation.Unary) s;
            operations.add(new Operation.Unary(u.op(), u.x() == 0 ? 0 : u.x() + TOO_MANY));
        }
        return new Expression(e.inputs(), operations, List.of(e.outputs().getFirst() + TOO_MANY));
    }
}
