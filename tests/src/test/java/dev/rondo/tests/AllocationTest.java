package dev.rondo.tests;

import static dev.rondo.graph.Functions.relu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Target;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Images;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Training allocates nothing once it is warm: summed over all threads of the JVM. */
@Isolated
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void trainingAllocatesNothing(String name) {
        Scope scope = Scope.root();
        var model = new LanguageModel(scope, new LanguageModel.Config(31, 17, 37, 1, Cells.LSTM));
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        allocatesNothing(name, scope, step.minimizing(model.training(2, 3, -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void trainingOnImagesAllocatesNothing(String name) {
        Scope scope = Scope.root();
        Initializer uniform = Initializer.uniform(0.3);
        Variable first = scope.parameter("first", uniform, 3, 3, 3, 1);
        Variable second = scope.parameter("second", uniform, 5, 3, 2, 3);
        Variable third = scope.parameter("third", uniform, 4, 3, 3, 2);
        var step = new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()));
        allocatesNothing(
                name,
                scope,
                step.minimizing(
                        t -> {
                            Geometry g = Geometry.plain().padding(1);
                            Tensor x = t.input("x", 2, 6, 8, 1);
                            Tensor y = Images.maxPool2d(relu(Images.conv2d(x, first, g)), 2);
                            Tensor z = Images.conv2d(y, second, g.stride(2)).slice(3, 0, 4);
                            Tensor up = Images.upsampleNearest(z, 2, 2);
                            return Images.conv2d(up, third, g.groups(2)).squared().mean();
                        }));
    }

    private static void allocatesNothing(String name, Scope scope, Consumer<Trace> train) {
        Program program = Program.of(DType.F32, scope, 1).with("train", train);
        try (Executable e = Target.named(name).open(2).compile(program)) {
            Map<String, Array> in = inputs(e, program);
            // vectors are allocated until HotSpot has compiled the last kernel, and other threads
            // of the JVM may allocate now and then; a run that allocates does so always
            long least = Long.MAX_VALUE;
            for (int run = 0; run < 60_000 && least > 0; run++) {
                least = Math.min(least, allocatedBy(() -> e.run("train", in)));
            }
            assertThat(least).as("bytes allocated by a run").isZero();
        }
    }

    private static Map<String, Array> inputs(Executable e, Program program) {
        Map<String, Array> in = new HashMap<>();
        program.entries()
                .get("train")
                .inputs()
                .forEach(
                        (n, t) ->
                                in.put(
                                        n,
                                        t.dtype() == DType.I32
                                                ? Samples.integers(1, 0, 31, t.shape().dims())
                                                : Array.zeros(t.dtype(), t.shape())));
        in.put(TrainingStep.LEARNING_RATE, Array.scalar(DType.F32, 0.01));
        return in;
    }

    private static long allocatedBy(Runnable r) {
        long before = THREADS.getTotalThreadAllocatedBytes();
        long cost = THREADS.getTotalThreadAllocatedBytes() - before;
        long start = THREADS.getTotalThreadAllocatedBytes();
        r.run();
        return THREADS.getTotalThreadAllocatedBytes() - start - cost;
    }
}
