package dev.rondo.backend.tornado.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.UnaryOp;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Every kind of task against the kernels of the backend {@code scalar}. */
abstract class KernelContract {
    abstract TestDevice device();

    @Property(tries = 300)
    void elementwiseWork(@ForAll long seed) {
        new TaskCases(seed).pointwise().check(device());
    }

    @Property(tries = 40)
    void functionsThatRound(@ForAll long seed, @ForAll("arithmetic") BinaryOp op) {
        new TaskCases(seed).rounding(op).check(device());
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<BinaryOp> arithmetic() {
        return net.jqwik.api.Arbitraries.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV);
    }

    @Property(tries = 40)
    void randomBits(@ForAll long seed) {
        new TaskCases(seed).bits().check(device());
    }

    @Property(tries = 100)
    void gather(@ForAll long seed) {
        new TaskCases(seed).gather().check(device());
    }

    @Property(tries = 50)
    void watchedResults(@ForAll long seed) {
        new TaskCases(seed).watch().check(device());
    }

    @Property(tries = 200)
    void reduction(@ForAll long seed) {
        new TaskCases(seed).reduce().check(device());
    }

    @Property(tries = 60)
    void productOfSmallMatrices(@ForAll long seed) {
        new TaskCases(seed).matmul(20).check(device());
    }

    @Property(tries = 10)
    void productOfMatrices(@ForAll long seed) {
        new TaskCases(seed).matmul(100).check(device());
    }

    @Example
    void productByLargestTiles() {
        TaskCase f32 = new TaskCases(1).matmul(DType.F32, 1, 12 * 128 - 3, 11 * 128 + 5, 37);
        assertThat(Kernel.of(f32.task()).group()).isEqualTo(256);
        f32.check(device());
    }

    @Example
    void productByMiddleTiles() {
        new TaskCases(1).matmul(DType.F32, 2, 8 * 64 - 3, 8 * 64 + 5, 37).check(device());
        new TaskCases(2).matmul(DType.F64, 2, 8 * 64 - 3, 8 * 64 + 5, 64).check(device());
    }

    @Property(tries = 100)
    void scatterAdd(@ForAll long seed) {
        new TaskCases(seed).scatter().check(device());
    }

    @Example
    void namingArenas() {
        new TaskCases(1).touch().check(device());
    }

    @Example
    void functionsOfFloats() {
        for (UnaryOp op : UnaryOp.values()) {
            if (op != UnaryOp.NOT) {
                double ulps = ulps(op, DType.F32);
                assertThat(ulps).as("%s of f32", op).isLessThanOrEqualTo(3.5);
                ulps = ulps(op, DType.F64);
                assertThat(ulps).as("%s of f64", op).isLessThanOrEqualTo(4);
            }
        }
    }

    /** The largest error of a function on this device, in units of the last place. */
    private double ulps(UnaryOp op, DType dtype) {
        double[] numbers = numbers(op, dtype);
        TaskCase c = TaskCases.function(op, dtype, numbers, 0);
        Map<Arena, Buffer> expected = new LinkedHashMap<>(c.memory());
        new ReferenceDevice(expected).run(c.task());
        Arena results = Arena.of(dev.rondo.backend.tornado.schedule.Area.OUTPUTS, dtype);
        Buffer right = Buffer.allocate(dtype, numbers.length);
        Buffer.copy(expected.get(results), 0, right, 0, numbers.length);
        device().run(Kernel.of(c.task()), c.memory());
        double worst = 0;
        for (int i = 0; i < numbers.length; i++) {
            double e = right.get(i);
            double f = c.memory().get(results).get(i);
            if (Double.compare(e + 0.0, f + 0.0) == 0) {
                continue;
            }
            double ulp = dtype == DType.F32 ? Math.ulp((float) e) : Math.ulp(e);
            double error = Math.abs(e - f) / ulp;
            if (!(error <= worst)) {
                worst = error;
            }
            if (Double.isNaN(error)) {
                return error;
            }
        }
        return worst;
    }

    private static double[] numbers(UnaryOp op, DType dtype) {
        Random random = new Random(7);
        double[] special = {
            0,
            -0.0,
            1,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE,
            dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE,
            88.7,
            -87.3,
            -100,
            709.7,
            -745,
            1e-30,
            1e-3
        };
        double[] numbers = new double[20_000];
        for (int i = 0; i < numbers.length; i++) {
            double x =
                    switch (i % 4) {
                        case 0 -> random.nextGaussian();
                        case 1 -> random.nextDouble(-20, 20);
                        case 2 -> random.nextDouble(-104, 104);
                        default -> Math.exp(random.nextDouble(-80, 80));
                    };
            x = i < special.length ? special[i] : x;
            boolean turns = op == UnaryOp.SIN || op == UnaryOp.COS;
            numbers[i] = turns && Math.abs(x) > 100 && Double.isFinite(x) ? i * 1e-3 : x;
            if (dtype == DType.F32) {
                numbers[i] = (float) numbers[i];
            }
        }
        return numbers;
    }
}
