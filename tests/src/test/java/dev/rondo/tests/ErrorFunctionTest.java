package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

/** The error function in units of the last place; Java has none to compare it with. */
class ErrorFunctionTest {
    private static final int N = 4096;
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal TWO_BY_ROOT_PI =
            new BigDecimal("1.12837916709551257389615890312154517168810125865799771368817144");

    /** The series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)) with more digits than cancel. */
    private static BigDecimal series(double x) {
        BigDecimal square = new BigDecimal(x).pow(2, DIGITS).negate();
        BigDecimal power = new BigDecimal(x);
        BigDecimal sum = power;
        for (int n = 1; n < 250; n++) {
            power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
        }
        return sum.multiply(TWO_BY_ROOT_PI, DIGITS);
    }

    private static double of(Kernels kernels, DType type, double x) {
        View v = View.allocate(type, Shape.of(1));
        View out = View.allocate(type, Shape.of(1));
        v.buffer().set(0, x);
        kernels.unary(UnaryOp.ERF, v, out);
        return out.buffer().get(0);
    }

    @Test
    void theReferenceIsRightInFloat64() {
        Random random = new Random(5);
        Kernels scalar = new ScalarKernels();
        double worst = 0;
        for (int i = 0; i < 2000; i++) {
            double x = i % 2 == 0 ? random.nextDouble(-6.5, 6.5) : random.nextGaussian() * 0.5;
            BigDecimal off = new BigDecimal(of(scalar, DType.F64, x)).subtract(series(x)).abs();
            worst = Math.max(worst, off.doubleValue() / Math.ulp(series(x).doubleValue()));
        }
        assertThat(worst).isLessThanOrEqualTo(2);
    }

    /** Every 997th of all floats, denormals, infinities and NaN among them. */
    @Test
    void errorsOfFloats() {
        View x = View.allocate(DType.F32, Shape.of(N));
        View wide = View.allocate(DType.F64, Shape.of(N));
        double worst = 0;
        for (long bits = 0; bits < 1L << 32; ) {
            for (int i = 0; i < N; i++) {
                x.f32()[i] = Float.intBitsToFloat((int) bits);
                wide.f64()[i] = x.f32()[i];
                bits += 997;
            }
            worst = Math.max(worst, worst(x, wide));
        }
        assertThat(worst).isLessThanOrEqualTo(2.5);
    }

    @Test
    void errorsOfDoubles() {
        View x = View.allocate(DType.F64, Shape.of(N));
        Random random = new Random(3);
        double worst = 0;
        for (int turn = 0; turn < 50; turn++) {
            for (int i = 0; i < N; i++) {
                x.f64()[i] =
                        switch (i % 3) {
                            case 0 -> random.nextGaussian();
                            case 1 -> random.nextDouble(-7, 7);
                            default -> Double.longBitsToDouble(random.nextLong());
                        };
            }
            worst = Math.max(worst, worst(x, x));
        }
        // of which up to 2 are the reference's
        assertThat(worst).isLessThanOrEqualTo(4);
    }

    /** The largest error of simd, against the reference in float64. */
    private static double worst(View x, View wide) {
        View out = View.allocate(x.dtype(), Shape.of(N));
        View right = View.allocate(DType.F64, Shape.of(N));
        new SimdKernels(1).unary(UnaryOp.ERF, x, out);
        new ScalarKernels().unary(UnaryOp.ERF, wide, right);
        double worst = 0;
        for (int i = 0; i < N; i++) {
            double wanted = right.f64()[i];
            double found = out.buffer().get(i);
            if (Double.isNaN(wanted)) {
                assertThat(found).as("at %s", wide.f64()[i]).isNaN();
                continue;
            }
            double ulp = x.dtype() == DType.F32 ? Math.ulp((float) wanted) : Math.ulp(wanted);
            worst = Math.max(worst, Math.abs(found - wanted) / ulp);
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-0.0,-0.0", "Infinity,1", "-Infinity,-1", "NaN,NaN", "7,1", "-1e300,-1"})
    void exactValues(double x, double wanted) {
        for (DType type : new DType[] {DType.F32, DType.F64}) {
            for (Kernels k : new Kernels[] {new ScalarKernels(), new SimdKernels(1)}) {
                assertThat(of(k, type, x)).isEqualTo((Double) wanted);
            }
        }
    }
}
