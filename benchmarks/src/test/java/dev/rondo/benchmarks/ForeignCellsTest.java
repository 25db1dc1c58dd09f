package dev.rondo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.compiler.WorkCounts;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Cells that the library does not know get from the compiler what its own get. */
class ForeignCellsTest {
    /** What is done in a place: fused operations, and the sizes of the products. */
    private record Work(String place, double products, int count, int fused, int elementwise) {
        static Work of(WorkCounts c) {
            return new Work(
                    c.place(),
                    c.products().stream().mapToDouble(WorkCounts.Product::operations).sum(),
                    c.products().size(),
                    c.fused(),
                    c.elementwise());
        }
    }

    private static List<WorkCounts> compiled(String cell) {
        CellKind kind = Cells.named(cell);
        Scope scope = Scope.root();
        var stack = kind.stack(scope, 24, 32, 1);
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "train",
                                t -> {
                                    Tensor x = t.input("x", 20, 8, 24);
                                    Tensor g = t.input("g", 20, 8, 32);
                                    Tensor y = Recurrence.of(stack).over(x).outputs();
                                    var weights = scope.parameters();
                                    var found = Gradients.of(y.times(g).sum(), weights);
                                    for (int i = 0; i < found.size(); i++) {
                                        t.output("d" + i, found.get(i));
                                    }
                                });
        try (Executable e = Backends.open("simd").compile(program)) {
            return WorkCounts.of(e.compiled("train"));
        }
    }

    private static List<Work> work(String cell) {
        return compiled(cell).stream().map(Work::of).toList();
    }

    @Test
    void aCopiedLstmIsCompiledToTheSameWork() {
        assertThat(work("textbook-lstm")).isEqualTo(work("lstm"));
        assertThat(fusedOperations("textbook-lstm")).isEqualTo(fusedOperations("lstm"));
    }

    @Test
    void aMinimalGatedUnitHasAtMostTwoThirdsOfAGrusProductsInAsManyPieces() {
        List<Work> unit = work("minimal-gated-unit");
        List<Work> gru = work("gru-after");

        assertThat(unit).hasSameSizeAs(gru);
        for (int i = 0; i < gru.size(); i++) {
            assertThat(unit.get(i).place()).isEqualTo(gru.get(i).place());
            assertThat(unit.get(i).count()).isEqualTo(gru.get(i).count());
            assertThat(unit.get(i).fused()).isEqualTo(gru.get(i).fused());
            assertThat(unit.get(i).elementwise()).isEqualTo(gru.get(i).elementwise());
            assertThat(unit.get(i).products()).isLessThanOrEqualTo(gru.get(i).products() * 2 / 3);
        }
    }

    private static List<Integer> fusedOperations(String cell) {
        return compiled(cell).stream().map(WorkCounts::fusedOperations).toList();
    }
}
