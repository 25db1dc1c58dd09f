package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.kernels.UnaryOp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** How far the functions of floats are from right on a device. */
final class FunctionErrors {
    private FunctionErrors() {}

    /** The largest error of a function on this device, in units of the last place. */
    static double ulps(TestDevice device, UnaryOp op, DType dtype) {
        double[] numbers = numbers(op, dtype);
        TaskCase c = TaskCases.function(op, dtype, numbers, 0);
        Map<Arena, Buffer> expected = new LinkedHashMap<>(c.memory());
        new ReferenceDevice(expected).run(c.task());
        Arena results = Arena.of(Area.OUTPUTS, dtype);
        Buffer right = Buffer.allocate(dtype, numbers.length);
        Buffer.copy(expected.get(results), 0, right, 0, numbers.length);
        device.run(c.task(), c.memory());
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
                if (error > 5 && i > 20)
                    System.out.println(op + " " + numbers[i] + " " + e + " " + f);
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
