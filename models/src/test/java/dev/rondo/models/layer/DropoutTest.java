package dev.rondo.models.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class DropoutTest {
    private static final Shape MANY = Shape.of(40, 250);

    private static double[] drop(double rate, DType dtype, long step) {
        Array ones = Array.zeros(dtype, MANY);
        for (int i = 0; i < ones.size(); i++) {
            ones.set(i, 1);
        }
        Map<String, Array> inputs =
                Map.of("x", ones, Mode.Training.KEY, Mode.Training.key(5, step));
        try (Executable e =
                Run.compile(
                        dtype,
                        Scope.root(),
                        t ->
                                t.output(
                                        "y",
                                        new Dropout(rate)
                                                .of(Mode.training(t), t.input("x", 40, 250))))) {
            return Run.run(e, inputs).get("y").toDoubles();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.75})
    void dropsItsShareAndKeepsTheMean(double rate) {
        double[] y = drop(rate, DType.F64, 1);
        int dropped = 0;
        for (double v : y) {
            assertThat(v == 0 || Math.abs(v - 1 / (1 - rate)) < 1e-12).isTrue();
            dropped += v == 0 ? 1 : 0;
        }
        double share = (double) dropped / y.length;
        assertThat(share).isCloseTo(rate, within(5 * Math.sqrt(rate * (1 - rate) / y.length)));
    }

    @Test
    void dropsTheSameElementsInEveryTypeAndOthersInEveryStep() {
        double[] wide = drop(0.5, DType.F64, 1);
        assertThat(drop(0.5, DType.F32, 1)).containsExactly(wide);
        assertThat(drop(0.5, DType.F64, 2)).isNotEqualTo(wide);
    }

    @Test
    void evaluationIsTheIdentity() {
        Entry.trace(
                "run",
                DType.F32,
                t -> {
                    var x = t.input("x", 3);
                    assertThat(new Dropout(0.9).of(Mode.evaluating(), x)).isSameAs(x);
                });
    }

    @Test
    void withoutARateNothingIsDrawnAndNoKeyIsNeeded() {
        Entry entry =
                Entry.trace(
                        "run",
                        DType.F32,
                        t -> {
                            var x = t.input("x", 3);
                            assertThat(Dropout.none().of(Mode.training(t), x)).isSameAs(x);
                            t.output("x", x);
                        });
        assertThat(entry.inputs()).containsOnlyKeys("x");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aRateOutsideIsRefused(double rate) {
        assertThatThrownBy(() -> new Dropout(rate))
                .hasMessageContaining("from 0 to below 1, got " + rate);
    }
}
