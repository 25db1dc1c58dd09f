package dev.rondo.models.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class InitializersTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "3, 11", "11, 3", "64, 64"})
    void orthogonalRowsOrColumnsAreOrthonormal(int out, int in) {
        float[] w = Initializers.orthogonal(2).draw(Shape.of(out, in), random);
        boolean tall = out >= in;
        int n = Math.min(out, in);
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                double dot = 0;
                for (int k = 0; k < Math.max(out, in); k++) {
                    dot += tall ? w[k * in + a] * w[k * in + b] : w[a * in + k] * w[b * in + k];
                }
                assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-5));
            }
        }
    }

    @Test
    void orthogonalHasNoPreferredSign() {
        int positive = 0;
        for (int i = 0; i < 400; i++) {
            positive += Initializers.orthogonal().draw(Shape.of(2, 2), random)[0] > 0 ? 1 : 0;
        }
        assertThat(positive).isBetween(140, 260);
    }

    @Test
    void xavierHasTheVarianceOfBothFans() {
        Shape shape = Shape.of(40, 60);
        for (float v : Initializers.xavierUniform().draw(shape, random)) {
            assertThat(Math.abs(v)).isLessThanOrEqualTo((float) Math.sqrt(6.0 / 100));
        }
        assertThat(variance(Initializers.xavierUniform().draw(shape, random)))
                .isCloseTo(2.0 / 100, within(2e-3));
        assertThat(variance(Initializers.xavierNormal().draw(shape, random)))
                .isCloseTo(2.0 / 100, within(2e-3));
        assertThat(variance(Initializers.heNormal().draw(shape, random)))
                .isCloseTo(2.0 / 60, within(3e-3));
    }

    /** 3 · 3 pixels of 5 channels enter, and an input is read by 3 · 3 pixels of 20 channels. */
    @Test
    void theWindowOfAKernelCountsIntoBothFans() {
        Shape shape = Shape.of(20, 3, 3, 5);
        assertThat(variance(Initializers.xavierUniform().draw(shape, random)))
                .isCloseTo(2.0 / (45 + 180), within(1e-3));
        assertThat(variance(Initializers.heNormal().draw(shape, random)))
                .isCloseTo(2.0 / 45, within(6e-3));
    }

    private static double variance(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v * v;
        }
        return sum / values.length;
    }

    @Test
    void identityIsOneOnTheDiagonal() {
        assertThat(Initializers.identity().draw(Shape.of(2, 3), random))
                .containsExactly(1, 0, 0, 0, 1, 0);
    }

    @Test
    void heHasTheVarianceOfTheFanIn() {
        float[] v = Initializers.heUniform().draw(Shape.of(40, 60), random);
        assertThat(variance(v)).isCloseTo(2.0 / 60, within(3e-3));
        for (float f : v) {
            assertThat(Math.abs(f)).isLessThanOrEqualTo((float) Math.sqrt(6.0 / 60));
        }
    }

    @Test
    void identityCanBeScaled() {
        assertThat(Initializers.identity(0.5).draw(Shape.of(2, 2), random))
                .containsExactly(0.5f, 0, 0, 0.5f);
    }

    @Test
    void aSparseMatrixHasItsConnectionsAndItsRadius() {
        int size = 50;
        float[] w = Initializers.sparse(15, 0.95).draw(Shape.of(size, size), random);
        for (int i = 0; i < size; i++) {
            int connections = 0;
            for (int j = 0; j < size; j++) {
                connections += w[i * size + j] == 0 ? 0 : 1;
            }
            assertThat(connections).isEqualTo(15);
        }
        assertThat(SpectralRadius.of(doubles(w), size)).isCloseTo(0.95, within(1e-6));
        // a vector's growth over many steps is the radius too, whatever turns it takes
        double[] v = new double[size];
        v[0] = 1;
        double growth = 0;
        int steps = 20_000;
        for (int t = 0; t < steps; t++) {
            double[] next = new double[size];
            double square = 0;
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    next[i] += w[i * size + j] * v[j];
                }
                square += next[i] * next[i];
            }
            growth += Math.log(square) / 2;
            for (int i = 0; i < size; i++) {
                v[i] = next[i] / Math.sqrt(square);
            }
        }
        assertThat(Math.exp(growth / steps)).isCloseTo(0.95, within(1e-3));
    }

    @Test
    void theRadiusOfKnownMatricesIsFound() {
        double c = Math.cos(1);
        double s = Math.sin(1);
        assertThat(SpectralRadius.of(new double[] {3 * c, -3 * s, 3 * s, 3 * c}, 2))
                .isCloseTo(3, within(1e-6));
        assertThat(SpectralRadius.of(new double[] {2, 1000, 0, -0.5}, 2))
                .isCloseTo(2, within(1e-5));
        assertThat(SpectralRadius.of(new double[] {0, 1, 0, 0}, 2)).isZero();
        assertThat(SpectralRadius.of(new double[] {-7}, 1)).isCloseTo(7, within(1e-12));
    }

    @Test
    void aSparseMatrixThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Initializers.sparse(0, 1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> Initializers.sparse(3, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Initializers.sparse(3, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Initializers.sparse(3, 1).draw(Shape.of(2, 3), random))
                .hasMessageContaining("square");
    }

    private static double[] doubles(float[] values) {
        double[] d = new double[values.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = values[i];
        }
        return d;
    }

    @Test
    void chronoIsTheLogarithmOfTimesUpToTheLongest() {
        int longest = 100;
        float[] b = Initializers.chrono(longest, 3).draw(Shape.of(4000), random);
        double mean = 0;
        for (float v : b) {
            assertThat(v).isBetween(0f, (float) Math.log(longest - 1));
            mean += Math.exp(v) / b.length;
        }
        // e^b is uniform in [1, 99]: mean 50, deviation 28.3
        assertThat(mean).isCloseTo(50, within(5 * 28.3 / Math.sqrt(b.length)));
        assertThatThrownBy(() -> Initializers.chrono(1, 3)).hasMessageContaining("2 steps, got 1");
    }

    @Test
    void aVectorHasNoFans() {
        assertThatThrownBy(() -> Initializers.xavierUniform().draw(Shape.of(3), random))
                .hasMessageContaining("[out, …, in], got [3]");
        assertThatThrownBy(() -> Initializers.orthogonal().draw(Shape.of(3), random))
                .hasMessageContaining("matrix");
    }
}
