package dev.rondo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.LayerNorm;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.GradientClipping;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.seq2seq.SamplingSchedule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** Rates, limits and scales at the edges of their types: right, or refused. */
class EdgeValuesTest {
    /** A rate whose complement rounds to a probability of 1 in steps of 2⁻³² drops nothing. */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-17, 1e-12, 1e-10})
    void aTinyRateOfDropoutDropsNothing(double rate) {
        Program program =
                Program.of(DType.F32, Scope.root(), 0)
                        .with(
                                "drop",
                                t ->
                                        t.output(
                                                "y",
                                                new Dropout(rate)
                                                        .of(
                                                                Mode.training(t),
                                                                t.input("x", DType.F32, 1000))));
        Array ones = Array.zeros(DType.F32, Shape.of(1000));
        for (int i = 0; i < 1000; i++) {
            ones.set(i, 1);
        }
        Map<String, Array> in =
                program.entries().get("drop").inputs().containsKey(Mode.Training.KEY)
                        ? Map.of("x", ones, Mode.Training.KEY, Mode.Training.key(1, 2))
                        : Map.of("x", ones);
        try (Executable e = Backends.open("scalar").compile(program)) {
            assertThat(e.run("drop", in).get("y").toDoubles()).containsOnly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
    void aLimitBeyondF32ClipsNothing(double limit) {
        Program program =
                Program.of(DType.F32, Scope.root(), 0)
                        .with(
                                "clip",
                                t -> {
                                    var g = t.input("g", DType.F32, 2);
                                    var clipped = GradientClipping.byGlobalNorm(List.of(g), limit);
                                    t.output("y", clipped.gradients().getFirst());
                                });
        try (Executable e = Backends.open("scalar").compile(program)) {
            Map<String, Array> in = Map.of("g", Array.of(new float[] {3, 4}));
            assertThat(e.run("clip", in).get("y").toDoubles()).containsExactly(3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefused(double value) {
        refused("" + value, () -> new Adam.Settings(0.9, 0.999, value));
        refused("" + value, () -> new Sgd.Settings(0, false, value));
        refused("" + value, () -> new LayerNorm(Scope.root(), 2, value));
        refused("" + value, () -> new SamplingSchedule.Linear(1, value, 0));
        refused("" + value, () -> Initializers.normal(value));
        refused("" + value, () -> Initializers.orthogonal(value));
        refused("" + value, () -> Initializers.identity(value));
    }

    private static void refused(String value, Runnable made) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value);
    }
}
