package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.stream.Collectors;

/** What an executable tells of its memory and loops. */
class ExecutionReportTest {
    private static final int T = 20;
    private static final int H = 64;

    private static Executable lstm(int threads, int batch) {
        Scope scope = Scope.root();
        var cell = Cells.LSTM.stack(scope, H, H, 1);
        Program p =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "run",
                                t ->
                                        t.output(
                                                "y",
                                                Recurrence.of(cell)
                                                        .over(t.input("x", T, batch, H))
                                                        .outputs()));
        return Backends.open("simd", new BackendOptions(threads)).compile(p);
    }

    private static Map<String, Long> memory(ExecutionReport r) {
        return r.memory().stream()
                .collect(
                        Collectors.toMap(
                                ExecutionReport.Holding::what, ExecutionReport.Holding::bytes));
    }

    @Test
    void memoryIsToldByKindAndAddsUp() {
        try (Executable e = lstm(1, 4)) {
            ExecutionReport before = e.report();
            e.run("run", Map.of("x", Array.zeros(DType.F32, Shape.of(T, 4, H))));
            ExecutionReport after = e.report();

            long parameters = 4 * (2 * H * H + H);
            assertThat(memory(before)).containsEntry("variables", 4 * parameters);
            assertThat(memory(before)).containsEntry("results of 'run'", 4L * T * 4 * H);
            assertThat(memory(before)).doesNotContainKey("packed operands of products");
            assertThat(memory(after))
                    .containsEntry("packed operands of products", 4L * 4 * 2 * H * H);
            assertThat(after.bytes()).isEqualTo(e.bytes());
            assertThat(memory(after).values().stream().mapToLong(v -> v).sum())
                    .isEqualTo(e.bytes());
        }
    }

    @Test
    void loopsThatGoSideBySideAreTold() {
        try (Executable one = lstm(1, 32);
                Executable two = lstm(2, 32)) {
            assertThat(one.report().loops())
                    .containsExactly(new ExecutionReport.LoopRun("run", T, false, 1));
            assertThat(two.report().loops())
                    .containsExactly(new ExecutionReport.LoopRun("run", T, false, 2));
        }
    }
}
