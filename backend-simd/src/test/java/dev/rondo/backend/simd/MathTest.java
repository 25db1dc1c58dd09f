package dev.rondo.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Errors of the transcendental functions, in units of the last place of the true value. */
class MathTest {
    private static final int N = 4096;

    private static DoubleUnaryOperator reference(UnaryOp op) {
        return switch (op) {
            case EXP -> StrictMath::exp;
            case LOG -> StrictMath::log;
            case TANH -> StrictMath::tanh;
            case SIGMOID ->
                    x -> {
                        double z = StrictMath.exp(-Math.abs(x));
                        return (x >= 0 ? 1 : z) / (1 + z);
                    };
            default -> throw new AssertionError(op);
        };
    }

    /** Every 997th of all floats, denormals, infinities and NaN among them. */
    @ParameterizedTest
    @CsvSource({"EXP,1.03", "LOG,0.8", "TANH,2.5", "SIGMOID,2.2"})
    void errorsOfFloats(UnaryOp op, double bound) {
        View x = Samples.view(DType.F32, 1, N);
        View out = Samples.view(DType.F32, 1, N);
        SimdKernels kernels = new SimdKernels(1);
        DoubleUnaryOperator reference = reference(op);
        double worst = 0;
        for (long bits = 0; bits < 1L << 32; ) {
            for (int i = 0; i < N; i++) {
                x.f32()[x.offset() + i] = Float.intBitsToFloat((int) bits);
                bits += 997;
            }
            kernels.unary(op, x, out);
            for (int i = 0; i < N; i++) {
                float argument = x.f32()[x.offset() + i];
                double wanted = reference.applyAsDouble(argument);
                float actual = out.f32()[out.offset() + i];
                worst = Math.max(worst, error(actual, wanted, argument));
            }
        }
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    private static double error(float actual, double wanted, float argument) {
        float rounded = (float) wanted;
        if (!Float.isFinite(rounded) || rounded == 0) {
            // A result just above half of the smallest number may be that number.
            if (rounded == 0 && Math.abs(actual) <= Float.MIN_VALUE && wanted != 0) {
                return 0;
            }
            assertThat(actual).as("at %s", argument).isEqualTo((Float) rounded);
            return 0;
        }
        assertThat(actual).as("at %s", argument).isFinite();
        return Math.abs(actual - wanted) / Math.ulp(rounded);
    }

    /** The reference is itself wrong by up to an ulp, so the bounds are one above the stated. */
    @ParameterizedTest
    @CsvSource({"EXP,2", "LOG,1.8", "TANH,3.5", "SIGMOID,3"})
    void errorsOfDoubles(UnaryOp op, double bound) {
        View x = Samples.view(DType.F64, 1, N);
        View out = Samples.view(DType.F64, 1, N);
        SimdKernels kernels = new SimdKernels(1);
        DoubleUnaryOperator reference = reference(op);
        Random random = new Random(3);
        double worst = 0;
        for (int turn = 0; turn < 100; turn++) {
            for (int i = 0; i < N; i++) {
                x.f64()[x.offset() + i] =
                        switch (i % 4) {
                            case 0 -> random.nextGaussian();
                            case 1 -> random.nextDouble(-40, 40);
                            case 2 -> random.nextDouble(-760, 760);
                            default -> Double.longBitsToDouble(random.nextLong());
                        };
            }
            kernels.unary(op, x, out);
            for (int i = 0; i < N; i++) {
                double argument = x.f64()[x.offset() + i];
                double wanted = reference.applyAsDouble(argument);
                double actual = out.f64()[out.offset() + i];
                if (!Double.isFinite(wanted) || Math.abs(wanted) <= Double.MIN_VALUE) {
                    if (Math.abs(wanted) <= Double.MIN_VALUE) {
                        assertThat(Math.abs(actual)).isLessThanOrEqualTo(2 * Double.MIN_VALUE);
                    } else {
                        assertThat(actual).as("at %s", argument).isEqualTo((Double) wanted);
                    }
                } else {
                    worst = Math.max(worst, Math.abs(actual - wanted) / Math.ulp(wanted));
                }
            }
        }
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource({
        "EXP,0,1",
        "EXP,-0.0,1",
        "EXP,Infinity,Infinity",
        "EXP,-Infinity,0",
        "EXP,NaN,NaN",
        "EXP,1000,Infinity",
        "EXP,-1000,0",
        "LOG,0,-Infinity",
        "LOG,-0.0,-Infinity",
        "LOG,1,0",
        "LOG,-1,NaN",
        "LOG,-Infinity,NaN",
        "LOG,Infinity,Infinity",
        "LOG,NaN,NaN",
        "TANH,0,0",
        "TANH,-0.0,-0.0",
        "TANH,Infinity,1",
        "TANH,-Infinity,-1",
        "TANH,NaN,NaN",
        "SIGMOID,0,0.5",
        "SIGMOID,Infinity,1",
        "SIGMOID,-Infinity,0",
        "SIGMOID,NaN,NaN"
    })
    void exactValues(UnaryOp op, double argument, double wanted) {
        for (DType dtype : new DType[] {DType.F32, DType.F64}) {
            View x = Samples.view(dtype, 1, 1);
            View out = Samples.view(dtype, 1, 1);
            x.buffer().set(x.offset(), argument);
            new SimdKernels(1).unary(op, x, out);
            assertThat(Samples.get(out, 0)).isEqualTo((Double) wanted);
        }
    }
}
