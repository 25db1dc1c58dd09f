package dev.rondo.models.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.layer.Dense;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first LSTM beside its paper: sizes, steps and the truncated gradient. */
class MemoryBlocksTest {
    private static final int T = 7;
    private static final int I = 3;
    private static final int BLOCKS = 2;
    private static final int CELLS = 3;
    private static final int N = BLOCKS * CELLS;
    private static final int R = N + 2 * BLOCKS;

    /** What a unit reads: inputs, activations, and 1 for its bias. */
    private static final int SOURCES = I + R + 1;

    private static long weights(Scope scope) {
        return scope.parameters().stream().mapToLong(p -> p.shape().size()).sum();
    }

    private static Dense output(Scope scope, int inputs, int outputs, boolean biased) {
        Scope out = scope.child("out");
        return biased ? new Dense(out, inputs, outputs) : Dense.linear(out, inputs, outputs);
    }

    /** Tables 3, 5, 7, 8 and 9 of the paper: the output units read the memory cells. */
    @ParameterizedTest
    @CsvSource({
        "54, 2, 1, false, 2, false, 364", // 2c, 50 random symbols
        "104, 2, 1, false, 2, false, 664", // 2c, 100
        "1004, 2, 1, false, 2, false, 6064", // 2c, 1000
        "1, 3, 1, true, 1, false, 102", // 3
        "2, 2, 2, true, 1, true, 93", // 4, 5
        "8, 2, 2, true, 4, true, 156", // 6a
        "8, 3, 2, true, 8, true, 308" // 6b
    })
    void aNetHasAsManyWeightsAsInThePaper(
            int inputs,
            int blocks,
            int cells,
            boolean biases,
            int outputs,
            boolean outputBiases,
            long expected) {
        Scope scope = Scope.root();
        MemoryBlockForm form = MemoryBlockForm.of(blocks, cells);
        new MemoryBlocks(scope.child("hidden"), inputs, biases ? form : form.withoutBiases());
        output(scope, form.units(), outputs, outputBiases);
        assertThat(weights(scope)).isEqualTo(expected);
    }

    /** Experiment 2a: each layer reads all layers below it; the hidden one is a cell and a gate. */
    @Test
    void theNetOfNoiseFreeSequencesHasAsManyWeightsAsInThePaper() {
        int symbols = 101;
        Scope scope = Scope.root();
        MemoryBlockForm form =
                MemoryBlockForm.of(1, 1)
                        .withoutOutputGates()
                        .withoutBiases()
                        .withoutRecurrentConnections()
                        .functions(Functions::sigmoid, x -> x);
        new MemoryBlocks(scope.child("hidden"), symbols, form);
        output(scope, symbols + form.units(), symbols, false);
        assertThat(weights(scope)).isEqualTo(10_504);
    }

    /** The net in plain loops, with the gradient of the paper's appendix, carried forwards. */
    private static final class Reference {
        private final Map<String, double[][]> weights = new LinkedHashMap<>();
        private final Map<String, double[][]> gradients = new LinkedHashMap<>();

        /** ∂s_j/∂w of the weights of cell j, and of those of its input gate. */
        private final double[][] ofCell = new double[N][SOURCES];

        private final double[][] ofGate = new double[N][SOURCES];
        private final double[] s = new double[N];
        private double[] y = new double[R];

        Reference(Executable run) {
            for (String k : List.of("i", "o", "g")) {
                int units = k.equals("g") ? N : BLOCKS;
                double[][] w = new double[units][SOURCES];
                for (int u = 0; u < units; u++) {
                    for (int m = 0; m < SOURCES; m++) {
                        w[u][m] =
                                m < I
                                        ? run.read("U_" + k).get(u * I + m)
                                        : m < I + R
                                                ? run.read("W_" + k).get(u * R + m - I)
                                                : run.read("b_" + k).get(u);
                    }
                }
                weights.put(k, w);
                gradients.put(k, new double[units][SOURCES]);
            }
        }

        private double net(String k, int unit, double[] sources) {
            double sum = 0;
            for (int m = 0; m < SOURCES; m++) {
                sum += weights.get(k)[unit][m] * sources[m];
            }
            return sum;
        }

        /** One step, whose cells' outputs have the cotangents e. */
        void step(Array xs, int t, Array e) {
            double[] sources = new double[SOURCES];
            for (int m = 0; m < I; m++) {
                sources[m] = xs.get(t * I + m);
            }
            System.arraycopy(y, 0, sources, I, R);
            sources[SOURCES - 1] = 1;
            double[] next = new double[R];
            for (int b = 0; b < BLOCKS; b++) {
                double in = sigmoid(net("i", b, sources));
                double out = sigmoid(net("o", b, sources));
                next[N + b] = in;
                next[N + BLOCKS + b] = out;
                for (int j = b * CELLS; j < (b + 1) * CELLS; j++) {
                    double squashed = sigmoid(net("g", j, sources));
                    double g = 4 * squashed - 2;
                    s[j] += in * g;
                    double h = 2 * sigmoid(s[j]) - 1;
                    next[j] = out * h;
                    double error = e.get(t * N + j);
                    double slope = 2 * sigmoid(s[j]) * (1 - sigmoid(s[j]));
                    for (int m = 0; m < SOURCES; m++) {
                        ofCell[j][m] += in * 4 * squashed * (1 - squashed) * sources[m];
                        ofGate[j][m] += g * in * (1 - in) * sources[m];
                        gradients.get("g")[j][m] += error * out * slope * ofCell[j][m];
                        gradients.get("i")[b][m] += error * out * slope * ofGate[j][m];
                        gradients.get("o")[b][m] += error * h * out * (1 - out) * sources[m];
                    }
                }
            }
            y = next;
        }

        private static double sigmoid(double v) {
            return 1 / (1 + Math.exp(-v));
        }
    }

    @Test
    void stepsAndTruncatedGradientAreThoseOfThePaper() {
        Scope scope = Scope.root();
        var cell =
                new MemoryBlocks(
                        scope,
                        I,
                        MemoryBlockForm.of(BLOCKS, CELLS)
                                .weights(Initializer.uniform(0.8))
                                .inputGateBiases(-1, -2));
        Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            var r = Recurrence.of(cell).over(t.input("xs", T, 1, I));
                            t.output("outputs", r.outputs());
                            t.output("y", r.last().y());
                            t.output("s", r.last().s());
                            var loss = r.outputs().times(t.input("e", T, 1, N)).sum();
                            var found = Gradients.of(loss, scope.parameters());
                            for (int p = 0; p < found.size(); p++) {
                                t.output("d." + scope.parameters().get(p).name(), found.get(p));
                            }
                        });
        Array xs = Run.random(1, T, 1, I);
        Array e = Run.random(2, T, 1, N);
        Map<String, Array> got = Run.run(run, Map.of("xs", xs, "e", e));
        Reference net = new Reference(run);
        for (int t = 0; t < T; t++) {
            net.step(xs, t, e);
            for (int j = 0; j < N; j++) {
                assertThat(got.get("outputs").get(t * N + j)).isCloseTo(net.y[j], within(1e-14));
            }
        }
        assertThat(got.get("y").toDoubles()).containsExactly(net.y, within(1e-14));
        assertThat(got.get("s").toDoubles()).containsExactly(net.s, within(1e-14));
        net.gradients.forEach(
                (k, expected) -> {
                    for (int u = 0; u < expected.length; u++) {
                        for (int m = 0; m < SOURCES; m++) {
                            double found =
                                    m < I
                                            ? got.get("d.U_" + k).get(u * I + m)
                                            : m < I + R
                                                    ? got.get("d.W_" + k).get(u * R + m - I)
                                                    : got.get("d.b_" + k).get(u);
                            assertThat(found)
                                    .as("weight %d of unit %d of %s", m, u, k)
                                    .isCloseTo(expected[u][m], within(1e-13));
                        }
                    }
                });
    }

    /** Along s the error stays as it is, however long the way; from cell to gate it goes not. */
    @Test
    void anErrorReachesTheFirstStateUnchanged() {
        Scope scope = Scope.root();
        var cell = new MemoryBlocks(scope, I, MemoryBlockForm.of(BLOCKS, CELLS));
        Map<String, Array> got =
                Run.once(
                        scope,
                        Map.of(
                                "xs", Run.random(3, 1000, 1, I),
                                "y", Run.random(4, 1, R),
                                "s", Run.random(5, 1, N)),
                        t -> {
                            var start =
                                    new MemoryBlocks.State(t.input("y", 1, R), t.input("s", 1, N));
                            var r = Recurrence.of(cell).from(start).over(t.input("xs", 1000, 1, I));
                            var by = List.of(start.y(), start.s());
                            var found = Gradients.of(r.last().s().sum(), by);
                            t.output("by y", found.get(0));
                            t.output("by s", found.get(1));
                        });
        assertThat(got.get("by s").toDoubles()).containsOnly(1);
        assertThat(got.get("by y").toDoubles()).containsOnly(0);
    }

    @Test
    void biasesStartAsGiven() {
        Scope scope = Scope.root();
        new MemoryBlocks(
                scope,
                I,
                MemoryBlockForm.of(3, 1).inputGateBiases(-1, -3, -5).outputGateBiases(-2, -4, -6));
        Map<String, Array> first = scope.initial(1, DType.F64);
        assertThat(first.get("b_i").toDoubles()).containsExactly(-1, -3, -5);
        assertThat(first.get("b_o").toDoubles()).containsExactly(-2, -4, -6);
        for (double drawn : first.get("b_g").toDoubles()) {
            assertThat(drawn).isBetween(-0.1, 0.1).isNotZero();
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        MemoryBlockForm form = MemoryBlockForm.of(2, 1);
        assertThatThrownBy(() -> MemoryBlockForm.of(0, 2)).hasMessageContaining("0 of 2");
        assertThatThrownBy(() -> form.inputGateBiases(-1))
                .hasMessageContaining("1 biases are given for input gates")
                .hasMessageContaining("2 blocks");
        assertThatThrownBy(() -> form.withoutOutputGates().outputGateBiases(-1, -2))
                .hasMessageContaining("there are no such biases");
        assertThatThrownBy(() -> form.withoutBiases().inputGateBiases(-1, -2))
                .hasMessageContaining("there are no such biases");
        assertThatThrownBy(() -> form.inputGateBiases(-1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new MemoryBlocks(Scope.root(), 0, form))
                .hasMessageContaining("got 0 and 2");
    }
}
