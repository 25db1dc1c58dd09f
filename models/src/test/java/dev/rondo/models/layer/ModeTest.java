package dev.rondo.models.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class ModeTest {
    private static final Shape MANY = Shape.of(40, 250);

    private static Map<String, Array> draw(long seed, long step, Consumer<Trace> trace) {
        return Run.once(
                Scope.root(), Map.of(Mode.Training.KEY, Mode.Training.key(seed, step)), trace);
    }

    private static Consumer<Trace> one(double probability) {
        return t -> {
            var mode = Mode.training(t);
            t.output("y", mode.bernoulli(probability, MANY).cast(t.graph().dtype()));
        };
    }

    private static double mean(Array a) {
        double sum = 0;
        for (double d : a.toDoubles()) {
            sum += d;
        }
        return sum / a.shape().size();
    }

    @Test
    void isTrueAsOftenAsTheProbabilitySays() {
        for (double p : new double[] {0, 0.1, 0.5, 0.8, 1}) {
            double error = 5 * Math.sqrt(p * (1 - p) / MANY.size());
            assertThat(mean(draw(3, 9, one(p)).get("y"))).isCloseTo(p, within(error));
        }
    }

    @Test
    void uniformNumbersFillTheOpenUnitInterval() {
        double[] y =
                draw(3, 9, t -> t.output("y", Mode.training(t).uniform(MANY))).get("y").toDoubles();
        int[] tenths = new int[10];
        for (double d : y) {
            assertThat(d).isStrictlyBetween(0.0, 1.0).isEqualTo((float) d);
            tenths[(int) (d * 10)]++;
        }
        // five standard deviations of 1000
        assertThat(Arrays.stream(tenths)).allMatch(n -> n > 850 && n < 1150);
    }

    @Test
    void seedAndStepDecideWhatIsDrawn() {
        double[] y = draw(3, 9, one(0.5)).get("y").toDoubles();
        assertThat(draw(3, 9, one(0.5)).get("y").toDoubles()).containsExactly(y);
        assertThat(draw(3, 10, one(0.5)).get("y").toDoubles()).isNotEqualTo(y);
        assertThat(draw(4, 9, one(0.5)).get("y").toDoubles()).isNotEqualTo(y);
    }

    @Test
    void everyPlaceDrawsOtherNumbers() {
        Map<String, Array> two =
                draw(
                        1,
                        2,
                        t -> {
                            var mode = Mode.training(t);
                            DType real = t.graph().dtype();
                            t.output("a", mode.bernoulli(0.5, MANY).cast(real));
                            t.output("b", mode.bernoulli(0.5, MANY).cast(real));
                        });
        assertThat(two.get("a").toDoubles()).isNotEqualTo(two.get("b").toDoubles());
    }

    @Test
    void aLoopDrawsOtherNumbersAtEachStepOnlyWhenToldTheTime() {
        Map<String, Array> y =
                draw(
                        1,
                        2,
                        t -> {
                            var mode = Mode.training(t);
                            DType real = t.graph().dtype();
                            Shape shape = Shape.of(64);
                            List<Tensor> rows =
                                    Scan.over(2)
                                            .reading(Scan.times(t.graph(), 2))
                                            .run(
                                                    (_, in) ->
                                                            new Scan.Step(
                                                                    List.of(),
                                                                    List.of(
                                                                            mode.bernoulli(
                                                                                            0.5,
                                                                                            shape)
                                                                                    .cast(real),
                                                                            mode.at(in.getFirst())
                                                                                    .bernoulli(
                                                                                            0.5,
                                                                                            shape)
                                                                                    .cast(real))))
                                            .outputs();
                            for (int i = 0; i < 2; i++) {
                                t.output("same" + i, rows.get(0).at(0, i));
                                t.output("timed" + i, rows.get(1).at(0, i));
                            }
                        });
        assertThat(y.get("same0").toDoubles()).containsExactly(y.get("same1").toDoubles());
        assertThat(y.get("timed0").toDoubles()).isNotEqualTo(y.get("timed1").toDoubles());
    }
}
