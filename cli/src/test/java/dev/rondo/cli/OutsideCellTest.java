package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.contract.CellSuite;
import dev.rondo.contract.Target;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cell of one's own with every command: an sLSTM (Beck et al. 2024) in a jar, whose gates are
 * exponential and whose output is divided by a normaliser, so that not every number is a state.
 */
class OutsideCellTest {
    private static final String KIND = "dev.rondo.models.cell.CellKind";

    private static final String SLSTM =
            """
            import static dev.rondo.graph.Functions.*;
            import dev.rondo.cell.*;
            import dev.rondo.graph.*;
            import dev.rondo.models.cell.CellKind;

            public final class Slstm implements CellKind {
                record State(Tensor c, Tensor n, Tensor m, Tensor h) {}

                public String id() {
                    return "xlstm";
                }

                public Cell<?> create(Scope scope, int inputs, int size) {
                    return new Unit(scope, inputs, size);
                }

                static final class Unit implements Cell<State> {
                    private final int size;
                    private final Variable[] u = new Variable[4], w = new Variable[4], b = new Variable[4];

                    Unit(Scope scope, int inputs, int size) {
                        this.size = size;
                        var start = Initializer.uniform(1 / Math.sqrt(size));
                        for (int i = 0; i < 4; i++) {
                            u[i] = scope.parameter("U_" + "zifo".charAt(i), start, size, inputs);
                            w[i] = scope.parameter("W_" + "zifo".charAt(i), start, size, size);
                            b[i] = scope.parameter("b_" + "zifo".charAt(i), start, size);
                        }
                    }

                    private Tensor gate(int i, Tensor x, State s) {
                        return u[i].of(x).plus(w[i].of(s.h())).plus(b[i]);
                    }

                    public State initialState(Graph g, int batch) {
                        Tensor zeros = g.zeros(batch, size);
                        return new State(zeros, zeros, zeros, zeros);
                    }

                    public Step<State> step(Tensor x, State s) {
                        var kept = gate(2, x, s).plus(s.m());
                        var m = kept.max(gate(1, x, s));
                        var i = exp(gate(1, x, s).minus(m));
                        var f = exp(kept.minus(m));
                        var c = f.times(s.c()).plus(i.times(tanh(gate(0, x, s))));
                        var n = f.times(s.n()).plus(i);
                        var h = sigmoid(gate(3, x, s)).times(c.dividedBy(n));
                        return Step.of(h, new State(c, n, m, h));
                    }
                }
            }
            """;

    /** Provides a cell of another name, and nothing that works. */
    private static final String OTHER =
            """
            import dev.rondo.cell.Cell;
            import dev.rondo.graph.Scope;
            import dev.rondo.models.cell.CellKind;

            public final class NAME implements CellKind {
                BODY

                public String id() {
                    return ID;
                }

                public Cell<?> create(Scope scope, int inputs, int size) {
                    return null;
                }
            }
            """;

    @TempDir private static Path shared;
    @TempDir private Path folder;

    private static ProviderJar jar;

    @BeforeAll
    static void compile() throws IOException {
        jar = ProviderJar.of(shared, Map.of(KIND, "Slstm"), Map.of("Slstm", SLSTM));
        Files.writeString(shared.resolve("text.txt"), "to be or not to be, that is. ".repeat(40));
        StringBuilder pairs = new StringBuilder();
        StringBuilder series = new StringBuilder("x\n");
        for (int i = 0; i < 120; i++) {
            pairs.append("w").append(i).append("\tv").append(i % 10).append('\n');
            series.append(i % 12).append('\n');
        }
        Files.writeString(shared.resolve("pairs.tsv"), pairs);
        Files.writeString(shared.resolve("series.csv"), series);
        String run = "train text --text IN/text.txt --sequence 8 --batch 2 --steps 1 --hidden 4";
        String words = (run + " --cell xlstm --output IN/run").replace("IN", shared.toString());
        jar.run(words.split(" ")).succeeded();
    }

    private CommandLineRun rondo(String line) {
        return jar.run(words(line));
    }

    private String[] words(String line) {
        return line.replace("IN", shared.toString()).replace("OUT", folder.toString()).split(" ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scalar --mode train",
                "scalar --mode infer --dtype f64",
                "simd --mode train",
                "simd --mode infer",
                "simd --mode train --dtype f64 --layers 2"
            })
    void itIsTimedAndFoundRight(String how) {
        CommandLineRun run =
                rondo(
                        "bench --cell xlstm --seq 20 --batch 4 --hidden 32 --warm-up 0"
                                + " --seconds 0.001 --backend "
                                + how);

        assertThat(run.succeeded().out()).contains("xlstm 20/4/32/32").doesNotContain("WRONG");
    }

    @Test
    void itIsVerified() {
        // every other computation is of a cell, and the cells take turns
        int tries = 2 * (Cells.all().size() + 1);
        CommandLineRun run = rondo("verify --tries " + tries);

        assertThat(run.succeeded().out()).containsPattern("xlstm +simd:cpu +f32");
    }

    @TestFactory
    Stream<DynamicTest> theKitFindsItRight() {
        CellKind kind = jar.here(() -> Cells.named("xlstm"));
        return CellSuite.of(kind::create, List.of(Target.named("simd"))).tests();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void modelsOfItAreUsedAndGoneOnWith(String backend) {
        String on = " --backend " + backend;
        rondo("sample IN/run --length 5" + on).succeeded();
        rondo("score IN/run --text IN/text.txt" + on).succeeded();
        String pairs =
                "train pairs --tsv IN/pairs.tsv --steps 1 --hidden 8 --batch 2 --output OUT/pairs";
        rondo(pairs + " --cell xlstm" + on).succeeded();
        rondo("train pairs --resume OUT/pairs --steps 2" + on).succeeded();
        rondo("predict OUT/pairs w3 --beam 2" + on).succeeded();
    }

    @Test
    void seriesAreForecastWithIt() {
        rondo(
                        "train series --csv IN/series.csv --target x --steps 1 --hidden 4 --cell"
                                + " xlstm --output OUT/run")
                .succeeded();
        rondo("forecast OUT/run").succeeded();
    }

    @Test
    void gradientsAreFollowedThroughIt() {
        CommandLineRun run =
                rondo(
                        "gradients --cell xlstm,lstm --seq 8 --layers 2 --hidden 4 --seeds 2"
                                + " --batch 2 --output OUT/flow");

        assertThat(run.succeeded().out())
                .contains("xlstm", "Slstm.Unit 0 c", "Slstm.Unit 1 n", "Slstm.Unit 1 h")
                .doesNotContain("NaN");
        assertThat(rondo("gradients --run IN/run --seq 6 --output OUT/run").succeeded().out())
                .contains("run, trained", "Slstm.Unit m");
        assertThat(rondo("gradients --cell xlstm --init xavier").err())
                .contains("the cell 'xlstm' has initial values of its own and takes no others");
    }

    @Test
    void itIsNotExportedToWhatDoesNotKnowIt() {
        CommandLineRun run = rondo("export IN/run --output OUT/file --format torch");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("xlstm").doesNotContain("should not have happened");
    }

    @Test
    void itIsExportedAsALoop() {
        CommandLineRun run = rondo("export IN/run --output OUT/file.onnx --format onnx");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("input state_0.0 float32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample IN/run",
                "score IN/run --text IN/text.txt",
                "export IN/run --format onnx --output OUT/file",
                "train text --resume IN/run"
            })
    void aRunWhoseCellIsNotThereSaysWhichAndWhereToPutIt(String line) {
        CommandLineRun run = CommandLineRun.of(words(line));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(shared.resolve("run").toString(), "xlstm", "RONDO_CLASSPATH")
                .doesNotContain("--cell");
    }

    /** Where it throws, and with what. */
    @ParameterizedTest
    @CsvSource({
        "'return new Unit(scope, inputs, size);', 'throw new IllegalStateException(\"my own\");',"
                + " IllegalStateException: my own",
        "'var kept = ', 'State none = null; none.c().sum(); var kept = ', NullPointerException",
        "'var kept = ', 'x.matmul(s.h().at(0, 0).at(0, 0)); var kept = ', TraceException"
    })
    void whatItsCodeThrowsIsNotRondos(String where, String thrown, String said) throws IOException {
        ProviderJar wrong =
                ProviderJar.of(
                        folder,
                        Map.of(KIND, "Slstm"),
                        Map.of("Slstm", SLSTM.replace(where, thrown)));
        String train =
                "train text --text IN/text.txt --sequence 8 --batch 2 --steps 1 --hidden 4"
                        + " --cell xlstm --output OUT/run";

        CommandLineRun run = wrong.run(words(train));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "the cell 'xlstm' of provider.jar failed: ", said, "(--debug tells where)")
                .doesNotContain("should not have happened");
        assertThat(wrong.run(words(train + " --debug")).err()).contains("at Slstm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train text",
                "train pairs",
                "train dates",
                "train series",
                "bench",
                "gradients"
            })
    void helpListsIt(String command) {
        assertThat(rondo(command + " --help").succeeded().out().replaceAll("\\s+", " "))
                .contains("slstm, xlstm");
        assertThat(CommandLineRun.line(command + " --help").out().replaceAll("\\s+", " "))
                .contains("rnn, rnn-relu, indrnn, lstm,", "gru-after")
                .doesNotContain("xlstm");
    }

    @Test
    void anUnknownCellIsToldWithThoseOfOthers() {
        assertThat(rondo("bench --cell XLSTM").err()).contains("did you mean 'xlstm'?");
        assertThat(rondo("train text --text IN/text.txt --cell xltsm").err())
                .contains("slstm, xlstm")
                .contains("did you mean 'xlstm'?");
    }

    // ---- what is broken

    private static String other(String name, String body, String id) {
        return OTHER.replace("NAME", name).replace("BODY", body).replace("ID", id);
    }

    /** A cell that works follows each of those that do not. */
    private ProviderJar broken() throws IOException {
        Map<String, String> sources =
                Map.of(
                        "Slstm", SLSTM,
                        "Fails",
                                other("Fails", "{ if (true) throw new Error(\"mine\"); }", "\"f\""),
                        "Nameless", other("Nameless", "", "null"),
                        "Taken", other("Taken", "", "\"lstm\""),
                        "Newer", other("Newer", "", "\"newer\""));
        String declared = "Missing\nFails\nNameless\nTaken\nNewer\nSlstm\n";
        ProviderJar all = ProviderJar.of(folder, Map.of(KIND, declared), sources);
        all.compiledForNewerJava("Newer");
        return all;
    }

    @Test
    void oneThatIsBrokenTakesNoOtherWithItAndIsNamed() throws IOException {
        ProviderJar broken = broken();

        broken.run(words("bench --cell xlstm --hidden 4 --seq 2 --warm-up 0 --seconds 0.001"))
                .succeeded();
        CommandLineRun run = broken.run("bench", "--cell", "lstn");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("Missing", "Fails", "mine", "Nameless", "Newer", "more recent version")
                .contains("Taken: the name 'lstm' is taken")
                .contains("xlstm");
        assertThat(broken.run("bench", "--help").succeeded().out()).contains("xlstm");
    }

    @Test
    void aBackendThatIsBrokenTakesNoOtherWithIt() throws IOException {
        Map<String, String> services = Map.of("dev.rondo.backend.BackendProvider", "Gone\nBad\n");
        String bad =
                """
                import dev.rondo.backend.*;
                import java.util.List;

                public final class Bad implements BackendProvider {
                    public String name() {
                        return "bad";
                    }

                    public List<Device> devices() {
                        throw new IllegalStateException("no driver");
                    }

                    public Backend open(Device device, BackendOptions options) {
                        throw new IllegalStateException("no driver");
                    }
                }
                """;
        ProviderJar backends = ProviderJar.of(folder, services, Map.of("Bad", bad));

        CommandLineRun list = backends.run("backends").succeeded();
        assertThat(list.out()).containsPattern("simd:cpu +ready");
        assertThat(list.out()).contains("bad:none", "no driver", "Gone");
        assertThat(backends.run("bench", "--cell", "lstm", "--backend", "bad").err())
                .contains("no driver");
    }
}
