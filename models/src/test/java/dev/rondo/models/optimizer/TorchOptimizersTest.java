package dev.rondo.models.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;

import java.util.Map;

/**
 * Every optimizer beside PyTorch 2.13.0 in float64: the loss is Σ wᵢ θᵢ²/2 with w = (1, −2, 3), and
 * θ begins at (0.5, −1.25, 2). The numbers are θ after five steps of
 *
 * <pre>
 * optimizer.zero_grad(); (w * theta * theta).sum().mul(0.5).backward(); optimizer.step()
 * </pre>
 */
class TorchOptimizersTest {
    private static Executable compile(OptimizerFactory factory) {
        Scope scope = Scope.root();
        Variable theta = scope.parameter("theta", Initializer.zeros(), 3);
        TrainingStep step =
                new TrainingStep(
                        scope, factory.create(scope.child("optimizer"), scope.parameters()));
        Executable run =
                Run.compile(
                        step.addTo(
                                Program.of(DType.F64, scope, 1),
                                "run",
                                t -> {
                                    var x = theta.in(t.graph());
                                    var w = t.graph().constant(Array.of(new double[] {1, -2, 3}));
                                    return x.squared().times(w).sum().times(0.5);
                                }));
        run.write("theta", Array.of(new double[] {0.5, -1.25, 2}));
        return run;
    }

    private static void steps(Executable run, int steps, double rate) {
        for (int i = 0; i < steps; i++) {
            run.run("run", Map.of("learning_rate", Array.scalar(DType.F64, rate)));
        }
    }

    private static void gives(OptimizerFactory factory, double rate, double... expected) {
        try (Executable run = compile(factory)) {
            steps(run, 5, rate);
            assertThat(run.read("theta").toDoubles()).containsExactly(expected, within(1e-13));
        }
    }

    @Test
    void sgd() {
        gives(
                (s, p) -> new Sgd(s, p, new Sgd.Settings(0.9, true, 0.01)),
                0.1,
                -0.05539529472949834,
                -10.145150495485447,
                -0.6925285237404433);
    }

    @Test
    void adam() {
        gives(Adam::new, 0.1, 0.02781445653074434, -1.7520211996581039, 1.5029557808623537);
    }

    /** {@code AdamW(lr=0.1, weight_decay=0.1)}; Adam with that decay in its gradient differs. */
    @Test
    void adamW() {
        gives(
                (s, p) -> new AdamW(s, p, new AdamW.Settings(Adam.Settings.defaults(), 0.1)),
                0.1,
                0.015330364450515777,
                -1.6807099170399282,
                1.4155664795181184);
    }

    @Test
    void rmsProp() {
        gives(RmsProp::new, 0.1, -0.010345752364470537, -5.2317248069350475, 0.09831010303410978);
        gives(
                (s, p) -> new RmsProp(s, p, new RmsProp.Settings(0.9, 1e-8, 0.5, false, 0)),
                0.1,
                -0.0003092053789606891,
                -3.2669075246861747,
                0.47989001182400526);
        gives(
                (s, p) -> new RmsProp(s, p, new RmsProp.Settings(0.95, 1e-8, 0.9, true, 0.01)),
                0.1,
                0.014799899218794762,
                -6.511146639266739,
                -1.198539973063889);
    }

    @Test
    void adadelta() {
        gives(Adadelta::new, 1, 0.48369621907318455, -1.2664840943214934, 1.9835991388557257);
        gives(
                (s, p) -> new Adadelta(s, p, new Adadelta.Settings(0.8, 1e-6, 0.01)),
                0.5,
                0.49395841781464045,
                -1.256064289545333,
                1.9939462043302811);
    }

    /**
     * {@code ASGD(lr=0.1, lambd=0, t0=0, weight_decay=0.01)} after six steps: its mean {@code ax}
     * is that of the points from the second on.
     */
    @Test
    void ntAsgd() {
        try (Executable run = compile((s, p) -> new NtAsgd(s, p, 0.01))) {
            steps(run, 2, 0.1);
            assertThat(run.read("optimizer.points").item()).isZero();
            run.run("run/start_averaging");
            steps(run, 4, 0.1);
            run.run("run/start_averaging");
            assertThat(run.read("optimizer.points").item()).isEqualTo(5);
            double[] point = {0.26395394346607237, -3.713856436826991, 0.23328834929469153};
            double[] mean = {0.3303087224237644, -2.6692589123171477, 0.5409524543807379};
            assertThat(run.read("theta").toDoubles()).containsExactly(point, within(1e-13));
            assertThat(run.read("optimizer.mean.theta").toDoubles())
                    .containsExactly(mean, within(1e-13));

            Map<String, Array> before = run.variables();
            run.run("run/hide_means");
            run.run("run/show_means");
            run.run("run/show_means");
            assertThat(run.read("theta").toDoubles()).containsExactly(mean, within(1e-13));
            run.run("run/hide_means");
            before.forEach((name, v) -> assertThat(run.read(name).sameBits(v)).as(name).isTrue());
        }
    }

    @Test
    void beforeAveragingThereAreNoMeansToShow() {
        try (Executable run = compile(NtAsgd::new)) {
            steps(run, 1, 0.1);
            Map<String, Array> before = run.variables();
            run.run("run/show_means");
            before.forEach((name, v) -> assertThat(run.read(name).sameBits(v)).as(name).isTrue());
        }
    }
}
