package dev.rondo.models.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Op;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.Run;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class LayerTest {
    @Test
    void embeddingLooksUpRows() {
        Scope scope = Scope.root();
        Embedding embedding = new Embedding(scope, 5, 3);
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> t.output("y", embedding.of(t.input("x", DType.I32, 2, 2))))) {
            Array y = run.run("run", Map.of("x", Array.of(new int[] {4, 0, 4, 2}, 2, 2))).get("y");
            Array table = run.read("weight");
            assertThat(y.shape().dims()).containsExactly(2, 2, 3);
            int[] rows = {4, 0, 4, 2};
            for (int i = 0; i < 4; i++) {
                for (int k = 0; k < 3; k++) {
                    assertThat(y.get(i * 3 + k)).isEqualTo(table.get(rows[i] * 3 + k));
                }
            }
        }
    }

    @Test
    void denseIsAffineThenActivation() {
        Scope scope = Scope.root();
        Dense dense = new Dense(scope, 2, 1, Functions::relu);
        try (Executable run =
                Run.compile(
                        DType.F64, scope, t -> t.output("y", dense.of(t.input("x", 2, 1, 2))))) {
            run.write("weight", Array.of(new double[] {2, 3}, 1, 2));
            run.write("bias", Array.of(new double[] {-4}));
            Array x = Array.of(new double[] {1, 1, 1, 0}, 2, 1, 2);
            assertThat(run.run("run", Map.of("x", x)).get("y").toDoubles()).containsExactly(1, 0);
        }
    }

    /** A pixel sees itself and its neighbours; beyond the edge is 0. */
    @Test
    void convolutionKeepsTheSizeOfImages() {
        Scope scope = Scope.root();
        Convolution convolution = new Convolution(scope, 1, 1, 3, Functions::relu);
        try (Executable run =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> t.output("y", convolution.of(t.input("x", 1, 2, 3, 1))))) {
            run.write("kernel", Array.of(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 3, 3, 1));
            run.write("bias", Array.of(new double[] {-13}));
            Array x = Array.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3, 1);
            Array y = run.run("run", Map.of("x", x)).get("y");
            assertThat(y.shape().dims()).containsExactly(1, 2, 3, 1);
            assertThat(y.toDoubles()).containsExactly(0, 8, 3, 0, 8, 3);
        }
        assertThatThrownBy(() -> new Convolution(Scope.root(), 1, 1, 2, Functions::relu))
                .hasMessageContaining("a kernel of odd extent, got 2");
    }

    @Test
    void layerNormGivesMeanZeroAndVarianceOne() {
        Scope scope = Scope.root();
        LayerNorm norm = new LayerNorm(scope, 4, 1e-12);
        Array y =
                Run.once(
                                scope,
                                Map.of("x", Run.random(1, 3, 4)),
                                t -> t.output("y", norm.of(t.input("x", 3, 4))))
                        .get("y");
        for (int row = 0; row < 3; row++) {
            double mean = 0;
            double square = 0;
            for (int k = 0; k < 4; k++) {
                mean += y.get(row * 4 + k) / 4;
                square += y.get(row * 4 + k) * y.get(row * 4 + k) / 4;
            }
            assertThat(mean).isCloseTo(0, within(1e-12));
            assertThat(square).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void aSymbolThatALoopLooksUpIsNamed() {
        Scope scope = Scope.root();
        var embedding = new Embedding(scope, 4, 2);
        var e =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> {
                            Tensor ids = t.input("ids", DType.I32, 3, 2);
                            Tensor first = t.input("first", DType.I32, 2);
                            Tensor n = t.input("n", DType.I32);
                            Scan scan = Scan.over(3).reading(ids);
                            t.output("y", sums(scan, embedding, first));
                            // rows that no step reads may hold anything
                            Tensor more = t.input("more", DType.I32, 3, 2);
                            t.output("z", sums(scan.reading(more).steps(n), embedding, first));
                        });
        int[] good = {0, 3, 1, 1, 2, 0};
        Map<String, Array> right =
                Map.of(
                        "ids", Array.of(good, 3, 2),
                        "first", Array.of(new int[] {0, 3}),
                        "n", Array.of(new int[] {1}).reshape(),
                        "more", Array.of(new int[] {0, 3, 99, -9, 99, -9}, 3, 2));
        Run.run(e, right);
        Map<String, Array> wrongRow = new TreeMap<>(right);
        wrongRow.put("ids", Array.of(new int[] {0, 3, 1, 4, 2, 0}, 3, 2));
        assertThatThrownBy(() -> Run.run(e, wrongRow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'ids'", "4 at [1, 1]", "from 0 to 3");
        Map<String, Array> wrongCapture = new TreeMap<>(right);
        wrongCapture.put("first", Array.of(new int[] {-1, 3}));
        assertThatThrownBy(() -> Run.run(e, wrongCapture))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'first'", "-1 at [0]", "from 0 to 3");
        Map<String, Array> wrongStep = new TreeMap<>(right);
        wrongStep.put("n", Array.of(new int[] {2}).reshape());
        assertThatThrownBy(() -> Run.run(e, wrongStep))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("index 99", "position 0", "0 to 3", "'weight'");
    }

    @Test
    void aRowThatIsAddedOutsideOfATableIsNamed() {
        var e =
                Run.compile(
                        DType.F64,
                        Scope.root(),
                        t -> {
                            Tensor updates = t.input("updates", 2, 3);
                            Tensor rows = t.input("rows", DType.I32, 2).plus(1).named("behind");
                            var add = new Op.ScatterAdd(4);
                            t.output("y", t.graph().add(add, List.of(updates, rows)).output());
                        });
        Map<String, Array> wrong =
                Map.of("updates", Run.random(1, 2, 3), "rows", Array.of(new int[] {0, 3}));
        assertThatThrownBy(() -> Run.run(e, wrong))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll(
                        "index 4", "0 to 3", "'updates'", "added", "'behind'", "LayerTest.java:");
    }

    private static Tensor sums(Scan scan, Embedding embedding, Tensor first) {
        return scan.run(
                        (_, row) ->
                                new Scan.Step(
                                        List.of(),
                                        List.of(
                                                embedding
                                                        .of(row.getFirst())
                                                        .plus(embedding.of(first)))))
                .outputs()
                .getFirst();
    }

    @Test
    void aSymbolThatIsNotInTheVocabularyIsNamed() {
        Scope scope = Scope.root();
        var embedding = new Embedding(scope, 4, 2);
        var e =
                Run.compile(
                        DType.F64,
                        scope,
                        t -> t.output("y", embedding.of(t.input("ids", DType.I32, 2, 2))));
        for (int bad : new int[] {4, -1}) {
            Array ids = Array.of(new int[] {0, 3, bad, 1}, 2, 2);
            assertThatThrownBy(() -> Run.run(e, Map.of("ids", ids)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'ids'")
                    .hasMessageContaining(bad + " at [1, 0]")
                    .hasMessageContaining("from 0 to 3");
        }
    }
}
