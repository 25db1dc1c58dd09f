package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Gradients through cells from jars: gates that are found and not found, and no gradient. */
class OutsideGradientsTest {
    private static final String KIND = "dev.rondo.models.cell.CellKind";

    @TempDir private Path folder;

    private String[] words(String line) {
        return line.replace("OUT", folder.toString()).split(" ");
    }

    /** A gated unit that names its gate and says where its state enters products. */
    private static final String GATED =
            """
            import static dev.rondo.graph.Functions.*;
            import dev.rondo.cell.*;
            import dev.rondo.graph.*;
            import dev.rondo.models.cell.CellKind;
            import java.util.function.UnaryOperator;

            public final class Gated implements CellKind {
                record State(Tensor h) {}

                public String id() {
                    return "gated";
                }

                public Cell<?> create(Scope scope, int inputs, int size) {
                    var start = Initializer.uniform(1);
                    Variable u = scope.parameter("U", start, size, inputs);
                    Variable w = scope.parameter("W", start, size, size);
                    return new MaskableCell<State>() {
                        public State initialState(Graph g, int batch) {
                            return new State(g.zeros(batch, size));
                        }

                        public Step<State> step(Tensor x, State s) {
                            return step(x, s, UnaryOperator.identity());
                        }

                        public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
                            var read = mask.apply(s.h());
                            var f = sigmoid(u.of(x).plus(w.of(read))).named("f");
                            var c = tanh(u.of(x).plus(w.of(f.times(read)))).named("candidate");
                            var h = f.subtractedFrom(1).times(s.h()).plus(f.times(c));
                            return Step.of(h, new State(h));
                        }
                    };
                }
            }
            """;

    @Test
    void theGateThatItsStateIsCarriedThroughIsFound() throws IOException {
        ProviderJar gated = ProviderJar.of(folder, Map.of(KIND, "Gated"), Map.of("Gated", GATED));
        CommandLineRun run =
                gated.run(
                        words(
                                "gradients --cell gated --seq 20 --hidden 4 --seeds 2 --batch 2"
                                        + " --output OUT/flow"));

        assertThat(run.succeeded().out())
                .contains("along the carried path alone", "the product of 1 − f gives")
                .doesNotContain("comes closest");
    }

    @Test
    void aGateThatIsNotTheFactorIsNotTakenForIt() throws IOException {
        String other = GATED.replace(".named(\"f\")", "").replace("candidate", "g");
        ProviderJar gated = ProviderJar.of(folder, Map.of(KIND, "Gated"), Map.of("Gated", other));
        CommandLineRun run =
                gated.run(
                        words(
                                "gradients --cell gated --seq 20 --hidden 4 --seeds 2 --batch 2"
                                        + " --output OUT/flow"));

        assertThat(run.succeeded().out()).contains("comes closest, and is off by up to");
    }

    @Test
    void aCellWithoutADifferentiableStateIsRefused() throws IOException {
        String counting =
                """
                import dev.rondo.array.*;
                import dev.rondo.cell.*;
                import dev.rondo.graph.*;
                import dev.rondo.models.cell.CellKind;

                public final class Counting implements CellKind {
                    record State(Tensor count) {}

                    public String id() {
                        return "counting";
                    }

                    public Cell<?> create(Scope scope, int inputs, int size) {
                        Variable u = scope.parameter("U", Initializer.uniform(1), size, inputs);
                        return new Cell<State>() {
                            public State initialState(Graph g, int batch) {
                                return new State(g.zeros(new Type(DType.I32, Shape.of(batch))));
                            }

                            public Step<State> step(Tensor x, State s) {
                                return Step.of(u.of(x), new State(s.count().plus(1)));
                            }
                        };
                    }
                }
                """;
        ProviderJar jarOfIt =
                ProviderJar.of(folder, Map.of(KIND, "Counting"), Map.of("Counting", counting));
        CommandLineRun run = jarOfIt.run(words("gradients --cell counting --output OUT/flow"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("counting: the state of Counting", "has no float tensor")
                .contains("choose a cell with a differentiable state");
    }
}
