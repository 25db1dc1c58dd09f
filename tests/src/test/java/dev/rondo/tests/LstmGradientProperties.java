package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StateProbe;
import dev.rondo.cell.StateProbes;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Lstm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Map;

/**
 * The highway of an LSTM, number by number, in float64. A loss reads h and c of the last step
 * alone.
 */
class LstmGradientProperties {
    private static final double EXACT = 1e-12;

    /** T steps of B rows of H units over three inputs. */
    private record Sizes(int steps, int batch, int units) {}

    private static Subject subject(Sizes s, long seed, boolean carriedAlone) {
        Scope scope = Scope.root();
        CellInitializers start = CellInitializers.defaults().recurrentWeights(drawn(seed));
        Lstm cell = new Lstm(scope, 3, s.units(), start);
        return Subject.drawn(
                "lstm " + seed,
                scope,
                d -> {
                    Tensor x = d.floats(s.steps(), s.batch(), 3);
                    Tensor dh = d.floats(s.batch(), s.units());
                    Tensor dc = d.floats(s.batch(), s.units());
                    StateProbes probes =
                            carriedAlone
                                    ? StateProbes.ofTheCarriedPath()
                                    : StateProbes.ofAllPaths();
                    Recurrence.Result<Lstm.State> r =
                            probes.in(() -> Recurrence.of(cell).keepingStates().over(x));
                    Tensor loss = dh.times(r.last().h()).plus(dc.times(r.last().c())).sum();
                    Map<String, Tensor> found = probes.gradients(loss).getFirst();
                    StateProbe probe = probes.all().getFirst();
                    d.output("dh", found.get("h"));
                    d.output("dc", found.get("c"));
                    d.output("f", probe.named().get("f"));
                    d.output("o", probe.named().get("o"));
                    d.output("c", r.states().c());
                });
    }

    private static Initializer drawn(long seed) {
        return Initializer.uniform(0.2 + (seed % 5) * 0.3);
    }

    private static Map<String, Array> run(Sizes s, long seed, boolean carriedAlone) {
        return subject(s, seed, carriedAlone).run(Targets.SCALAR.open(), DType.F64);
    }

    private static void near(double actual, double expected, String what, int at) {
        assertThat(Math.abs(actual - expected))
                .as("%s[%d]: %s and not %s", what, at, actual, expected)
                .isLessThanOrEqualTo(EXACT * Math.max(1, Math.abs(expected)));
    }

    @Property(tries = 40)
    @Label("dL/dc_{t-1} = f_t (dL/dc_t + o_t (1 - tanh^2 c_t) dL/dh_t) at every t")
    void everyStepIsTheTextbooks(
            @ForAll @IntRange(min = 1, max = 40) int steps,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 6) int units,
            @ForAll @IntRange(min = 0, max = 1000) int seed) {
        Map<String, Array> r = run(new Sizes(steps, batch, units), seed, false);
        int row = batch * units;
        for (int i = row; i < steps * row; i++) {
            double tanh = Math.tanh(r.get("c").get(i));
            double within = r.get("o").get(i) * (1 - tanh * tanh) * r.get("dh").get(i);
            double expected = r.get("f").get(i) * (r.get("dc").get(i) + within);
            near(r.get("dc").get(i - row), expected, "dc", i - row);
        }
    }

    @Property(tries = 40)
    @Label("along c alone, dL/dc_t is the first cotangent times the product of forget gates")
    void theCarriedPathIsTheProductOfForgetGates(
            @ForAll @IntRange(min = 2, max = 40) int steps,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 6) int units,
            @ForAll @IntRange(min = 0, max = 1000) int seed) {
        Map<String, Array> r = run(new Sizes(steps, batch, units), seed, true);
        int row = batch * units;
        for (int unit = 0; unit < row; unit++) {
            // what reads h_T gives c_{T−1} its share within step T; from there on there is c alone
            double product = r.get("dc").get((steps - 2) * row + unit);
            for (int t = steps - 3; t >= 0; t--) {
                product *= r.get("f").get((t + 1) * row + unit);
                double measured = r.get("dc").get(t * row + unit);
                assertThat(Math.abs(measured - product))
                        .isLessThanOrEqualTo(EXACT * Math.abs(product));
                assertThat(r.get("dh").get(t * row + unit)).as("h leads nowhere").isZero();
            }
        }
    }
}
