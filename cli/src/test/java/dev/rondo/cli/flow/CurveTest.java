package dev.rondo.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import java.util.Map;
import java.util.stream.IntStream;

/** What is said of curves, beside curves of which it is known. */
class CurveTest {
    private static double[] powers(double first, double factor, int steps) {
        return IntStream.range(0, steps).mapToDouble(k -> first * Math.pow(factor, k)).toArray();
    }

    @Property(tries = 100)
    void an_exponential_is_fitted_by_itself(
            @ForAll @DoubleRange(min = 0.3, max = 1.5) double factor,
            @ForAll @DoubleRange(min = 0.01, max = 10) double first,
            @ForAll @IntRange(min = 2, max = 200) int steps) {
        Decay decay = Decay.of(powers(first, factor, steps));

        assertThat(decay.factor()).isCloseTo(factor, within(1e-9));
        assertThat(decay.from()).isZero();
        assertThat(decay.to()).isEqualTo(steps - 1);
    }

    @Property(tries = 100)
    void its_reach_follows_from_its_factor(
            @ForAll @DoubleRange(min = 0.3, max = 0.99) double factor) {
        double[] mean = powers(0.5, factor, 400);
        int expected = (int) Math.ceil(Math.log(0.1) / Math.log(factor));

        Reach reach = Reach.of(mean, 0.1);

        if (expected < 400) {
            assertThat(((Reach.Within) reach).steps()).isCloseTo(expected, within(1));
        } else {
            assertThat(reach).isEqualTo(new Reach.Beyond(399));
        }
    }

    @Example
    void zeros_are_left_out_of_the_fit_and_are_no_beginning() {
        double[] c = {0, 0.4, 0.2, 0.1, 0, 0};

        Decay decay = Decay.of(c);
        assertThat(decay.factor()).isCloseTo(0.5, within(1e-12));
        assertThat(decay).extracting(Decay::from, Decay::to).containsExactly(1, 3);
        assertThat(Reach.of(c, 0.3)).isEqualTo(new Reach.Within(3));
        assertThat(Reach.of(c, 0.1)).isEqualTo(new Reach.Within(4));
    }

    @Example
    void what_never_falls_is_beyond_or_grows_or_is_nothing() {
        assertThat(Reach.of(new double[] {1, 2, 0.5}, 0.1)).isEqualTo(new Reach.Beyond(2));
        assertThat(Reach.of(new double[] {1, 0.5, 2}, 0.1)).isEqualTo(new Reach.Grows());
        assertThat(Reach.of(new double[] {0, 0, 0}, 0.1)).isEqualTo(new Reach.Nothing());
        assertThat(Reach.of(new double[] {Double.NaN}, 0.1)).isEqualTo(new Reach.Nothing());
        assertThat(Reach.of(new double[] {1}, 0.1)).isEqualTo(new Reach.Beyond(0));
        assertThat(Decay.of(new double[] {1}).factor()).isNaN();
    }

    @Example
    void means_are_geometric_and_short_or_broken_rows_count_where_they_can() {
        double[][][] norms = {
            {{1, 4}, {4, Curve.ABSENT}},
            {{8, 1}, {Double.POSITIVE_INFINITY, 1}, {1, Double.NaN}}
        };

        Curve c = Curve.of(norms);

        assertThat(c.seeds()[0]).containsExactly(new double[] {2, 4}, within(1e-12));
        assertThat(c.seeds()[1]).containsExactly(new double[] {8, 1}, within(1e-12));
        assertThat(c.mean()).containsExactly(new double[] {4, 2}, within(1e-12));
        assertThat(c.lowest()).containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(c.highest()).containsExactly(new double[] {8, 4}, within(1e-12));
        assertThat(c.rows()).isEqualTo(5);
        assertThat(c.notFinite()).isEqualTo(2);
    }

    @Example
    void where_nothing_is_finite_there_is_no_mean() {
        Curve c = Curve.of(new double[][][] {{{Double.NaN, 1}}});

        assertThat(c.mean()).containsExactly(Double.NaN, Double.NaN);
        assertThat(c.reach(0.1)).isEqualTo(new Reach.Nothing());
        assertThat(c.factors().getCount()).isZero();
    }

    @Example
    void norms_neither_overflow_nor_underflow() {
        var values = StepValues.of(Array.of(new double[] {3e-200, 4e-200, 3e200, 4e200}, 2, 1, 2));

        assertThat(values.norm(0, 0)).isCloseTo(5e-200, within(1e-213));
        assertThat(values.norm(1, 0)).isCloseTo(5e200, within(1e187));
    }

    // ---- gates

    private static StepValues steps(double... values) {
        return StepValues.of(Array.of(values, values.length, 1, 1));
    }

    private static GateProduct closest(StepValues measured, Map<String, StepValues> gates) {
        GateProducts products = new GateProducts();
        products.add(measured, gates, new int[] {2}, -1, new double[] {1});
        return products.closest().orElseThrow();
    }

    /** From step 2 back: 0.8, · f₂ = 0.4, · f₁ = 0.1. */
    private final StepValues measured = steps(0.1, 0.4, 0.8);

    @Example
    void the_gate_is_found_whether_it_keeps_or_forgets() {
        GateProduct f = closest(measured, Map.of("f", steps(9, 0.25, 0.5)));
        assertThat(f.gate()).isEqualTo("f");
        assertThat(f.agrees()).isTrue();
        assertThat(f.curve().mean()).containsExactly(new double[] {0.8, 0.4, 0.1}, within(1e-15));

        GateProduct z = closest(measured, Map.of("z", steps(9, 0.75, 0.5)));
        assertThat(z.gate()).isEqualTo("1 − z");
        assertThat(z.agrees()).isTrue();
    }

    @Example
    void a_gate_that_is_not_the_factor_does_not_agree() {
        GateProduct wrong = closest(measured, Map.of("f", steps(9, 0.25 + 1e-6, 0.5)));

        assertThat(wrong.gate()).isEqualTo("f");
        assertThat(wrong.agrees()).isFalse();
        assertThat(wrong.deviation()).isCloseTo(4e-6, within(1e-9));
    }

    @Example
    void backwards_the_product_runs_the_other_way() {
        GateProducts products = new GateProducts();
        StepValues back = steps(0.8, 0.4, 0.1);
        Map<String, StepValues> gates = Map.of("f", steps(0.5, 0.25, 9));
        products.add(back, gates, new int[] {0}, 1, new double[] {1});

        assertThat(products.closest().orElseThrow().agrees()).isTrue();
    }
}
