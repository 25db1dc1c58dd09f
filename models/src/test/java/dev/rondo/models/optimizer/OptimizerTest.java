package dev.rondo.models.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.Run;
import dev.rondo.models.init.Initializers;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** The loss is Σ wᵢ θᵢ²/2, so the gradient is w∘θ. */
class OptimizerTest {
    private static final double RATE = 0.1;

    private final Array w = Array.of(new double[] {1, -2, 3});
    private Executable run;

    private void compile(DType dtype, double limit, OptimizerFactory factory) {
        Scope scope = Scope.root();
        Variable theta = scope.parameter("theta", Initializers.normal(1), 3);
        Optimizer optimizer = factory.create(scope.child("optimizer"), scope.parameters());
        TrainingStep step = new TrainingStep(scope, optimizer).clippingAt(limit);
        run =
                Run.compile(
                        dtype,
                        scope,
                        step.minimizing(
                                t -> {
                                    var x = theta.in(t.graph());
                                    return x.squared().times(t.input("w", 3)).sum().times(0.5);
                                }));
    }

    private Map<String, Array> step(Array weights) {
        DType dtype = run.read("theta").dtype();
        return Run.run(
                run, Map.of("w", weights.cast(dtype), "learning_rate", Array.scalar(dtype, RATE)));
    }

    private double[] theta() {
        return run.read("theta").toDoubles();
    }

    @Test
    void sgdFollowsTheGradient() {
        compile(DType.F64, Double.POSITIVE_INFINITY, Sgd::new);
        double[] before = theta();
        Map<String, Array> got = step(w);
        double square = 0;
        for (int i = 0; i < 3; i++) {
            double g = w.get(i) * before[i];
            square += g * g;
            assertThat(theta()[i]).isCloseTo(before[i] - RATE * g, within(1e-14));
        }
        assertThat(got.get("gradient_norm").item()).isCloseTo(Math.sqrt(square), within(1e-14));
        assertThat(run.read("step").item()).isEqualTo(1);
    }

    @Test
    void momentumAddsUpGradientsAndNesterovLooksAhead() {
        for (boolean nesterov : new boolean[] {false, true}) {
            compile(
                    DType.F64,
                    Double.POSITIVE_INFINITY,
                    (s, p) -> new Sgd(s, p, new Sgd.Settings(0.9, nesterov, 0.01)));
            double[] expected = theta();
            double[] v = new double[3];
            for (int t = 0; t < 3; t++) {
                step(w);
                for (int i = 0; i < 3; i++) {
                    double g = w.get(i) * expected[i] + 0.01 * expected[i];
                    v[i] = 0.9 * v[i] + g;
                    expected[i] -= RATE * (nesterov ? g + 0.9 * v[i] : v[i]);
                }
            }
            assertThat(theta()).containsExactly(expected, within(1e-14));
        }
    }

    @Test
    void adamWIsItsAlgorithm() {
        compile(
                DType.F64,
                Double.POSITIVE_INFINITY,
                (s, p) -> new AdamW(s, p, new AdamW.Settings(Adam.Settings.defaults(), 0.01)));
        double[] expected = theta();
        adam(expected, 5);
        for (int t = 0; t < 5; t++) {
            step(w);
        }
        assertThat(theta()).containsExactly(expected, within(1e-13));
        assertThat(run.read("optimizer.t").item()).isEqualTo(5);
    }

    private void adam(double[] theta, int steps) {
        double[] m = new double[3];
        double[] v = new double[3];
        for (int t = 1; t <= steps; t++) {
            for (int i = 0; i < 3; i++) {
                double g = w.get(i) * theta[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                double mean = m[i] / (1 - Math.pow(0.9, t));
                double square = v[i] / (1 - Math.pow(0.999, t));
                theta[i] -= RATE * mean / (Math.sqrt(square) + 1e-8) + RATE * 0.01 * theta[i];
            }
        }
    }

    @Test
    void adamCorrectsItsBiasInFloat32Too() {
        compile(
                DType.F32,
                Double.POSITIVE_INFINITY,
                (s, p) -> new AdamW(s, p, new AdamW.Settings(Adam.Settings.defaults(), 0.01)));
        double[] expected = theta();
        adam(expected, 1);
        step(w);
        // The plain difference 1 − 0.999 has a relative error of 5e-5 in float32.
        assertThat(theta()).containsExactly(expected, within(3e-7));
    }

    @Test
    void clippingShortensAllGradientsTogether() {
        compile(DType.F64, 0.5, Sgd::new);
        double[] before = theta();
        double norm = step(w).get("gradient_norm").item();
        assertThat(norm).isGreaterThan(0.5);
        for (int i = 0; i < 3; i++) {
            double g = w.get(i) * before[i] * 0.5 / norm;
            assertThat(theta()[i]).isCloseTo(before[i] - RATE * g, within(1e-14));
        }
        compile(DType.F64, 1e9, Sgd::new);
        double[] free = theta();
        step(w);
        assertThat(theta()[0]).isCloseTo(free[0] * (1 - RATE), within(1e-14));
        step(Array.of(new double[3]));
        assertThat(theta()[0]).isCloseTo(free[0] * (1 - RATE), within(1e-14));
    }

    @Test
    void aStepThatIsNotFiniteChangesNothing() {
        compile(DType.F64, 1, Adam::new);
        step(w);
        Map<String, Array> before = run.variables();
        assertThat(step(Array.of(new double[] {1, Double.NaN, 1})).get("loss").item()).isNaN();
        run.variables()
                .forEach(
                        (name, value) ->
                                assertThat(value.sameBits(before.get(name))).as(name).isTrue());
        assertThat(run.read("step").item()).isEqualTo(1);
        step(w);
        assertThat(run.read("step").item()).isEqualTo(2);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Sgd.Settings(1, false, 0)).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> new Sgd.Settings(0, true, 0)).hasMessageContaining("momentum");
        assertThatThrownBy(() -> new Adam.Settings(0.9, 1, 1e-8)).hasMessageContaining("betas");
        assertThatThrownBy(() -> new Adam.Settings(0.9, 0.99, 0)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> new AdamW.Settings(Adam.Settings.defaults(), -1))
                .hasMessageContaining("weight decay must be 0 or above");
        assertThatThrownBy(() -> new RmsProp.Settings(1, 1e-8, 0, false, 0))
                .hasMessageContaining("rho");
        assertThatThrownBy(() -> new Adadelta.Settings(0.9, -1, 0)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> compile(DType.F32, 0, Sgd::new)).hasMessageContaining("above 0");
    }
}
