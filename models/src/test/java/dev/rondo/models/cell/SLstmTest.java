package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoublePredicate;

/** What the stabilizer of the sLSTM is for. */
class SLstmTest {
    private static final int T = 50;
    private static final int B = 2;
    private static final int I = 3;
    private static final int H = 4;

    /** Gates of e^±(10^5) and their gradients are finite, and h stays a mean of candidates. */
    @ParameterizedTest
    @EnumSource(SLstm.ForgetGate.class)
    void gatesFarOpenAndFarClosedAreSafe(SLstm.ForgetGate gate) {
        for (DType type : DType.values()) {
            if (!type.isFloat()) {
                continue;
            }
            Scope scope = Scope.root();
            var cell = new SLstm(scope, I, H, 2, gate, CellInitializers.defaults());
            try (Executable run =
                    Run.compile(
                            type,
                            scope,
                            t -> {
                                var r = Recurrence.of(cell).over(t.input("x", T, B, I));
                                t.output("y", r.outputs());
                                t.output("n", r.last().n());
                                var loss = r.outputs().squared().sum();
                                var found = Gradients.of(loss, scope.parameters());
                                for (int p = 0; p < found.size(); p++) {
                                    t.output("d" + p, found.get(p));
                                }
                            })) {
                Array x = Run.random(5, T, B, I);
                for (int i = 0; i < x.size(); i++) {
                    x.set(i, x.get(i) * Math.pow(10, i % 6));
                }
                Map<String, Array> got = Run.run(run, Map.of("x", x.cast(type)));
                got.forEach((name, v) -> all(name, v, Double::isFinite));
                all("y", got.get("y"), v -> Math.abs(v) <= 1);
                // one of the two gates is e^0 at each step
                all("n", got.get("n"), n -> n >= 1);
            }
        }
    }

    private static void all(String name, Array values, DoublePredicate holds) {
        assertThat(Arrays.stream(values.toDoubles()).allMatch(holds)).as(name).isTrue();
    }

    /** The first step forgets what there was: nothing. */
    @Test
    void theFirstStepTakesTheCandidateWhateverTheGates() {
        Scope scope = Scope.root();
        var cell = new SLstm(scope, I, H, 1);
        Executable run =
                Run.compile(
                        DType.F32,
                        scope,
                        t -> {
                            var x = t.input("x", B, I);
                            var s = cell.step(x, cell.initialState(t.graph(), B)).state();
                            t.output("c", s.c());
                            t.output("n", s.n());
                        });
        run.write("b_i", Array.of(new float[] {-1e4f, -100, 0, 1e4f}, H));
        run.write("b_z", Array.of(new float[] {9, 9, 9, 9}, H));
        Map<String, Array> got = Run.run(run, Map.of("x", Array.of(new float[B * I], B, I)));
        assertThat(got.get("n").toDoubles()).containsOnly(1);
        for (double c : got.get("c").toDoubles()) {
            assertThat(c).isCloseTo(Math.tanh(9), within(1e-6));
        }
    }

    @Test
    void headsDivideTheUnits() {
        assertThatThrownBy(() -> new SLstm(Scope.root(), I, 6, 4))
                .hasMessageContaining("6 units")
                .hasMessageContaining("4");
    }
}
