package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class HeapMemoryTest {
    private static final int PIECES = 64;

    @Test
    void what_nobody_holds_any_more_is_free() {
        long heap = Runtime.getRuntime().maxMemory();
        int half = (int) Math.min(heap / 2 / Float.BYTES, 1 << 29);
        leave(heap * 2 / 3);

        try (Executable e = Targets.SCALAR.open().compile(program(half))) {
            assertThat(e.bytes()).isGreaterThanOrEqualTo((long) half * Float.BYTES);
        }
    }

    /** Allocates so many bytes, and holds none of them. */
    private static void leave(long bytes) {
        int piece = (int) (bytes / PIECES);
        assertThat(IntStream.range(0, PIECES).mapToObj(_ -> new byte[piece]).toList())
                .hasSize(PIECES);
    }

    private static Program program(int size) {
        return Program.of(DType.F32, Scope.root(), 0)
                .with("run", t -> t.output("y", t.input("x").broadcastTo(Shape.of(size)).plus(1)));
    }
}
