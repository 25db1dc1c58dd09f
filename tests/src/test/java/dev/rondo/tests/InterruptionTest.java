package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CancellationException;

/** A thread that is interrupted while it builds or compiles. */
class InterruptionTest {
    private static final int LARGE = 3000;

    private static Program program(int operations) {
        Entry entry =
                Entry.trace(
                        "long",
                        DType.F32,
                        t -> {
                            Tensor x = t.input("x", 3);
                            for (int i = 0; i < operations; i++) {
                                x = x.times(x).sum().plus(x);
                            }
                            t.output("y", x);
                        });
        return Program.of(DType.F32, Scope.root(), 0).with(entry);
    }

    @Test
    void tracingIsGivenUp() {
        assertGivenUp(() -> program(LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void compilingIsGivenUpAndTheBackendStaysWhatItWas(String name) {
        Program program = program(LARGE);
        Backend backend = Backends.open(name);
        assertGivenUp(() -> backend.compile(program).close());
        backend.compile(program).close();
    }

    @Test
    void whatIsSmallIsDone() {
        interrupted(
                () ->
                        assertThatCode(() -> Backends.open("scalar").compile(program(3)).close())
                                .doesNotThrowAnyException());
    }

    private static void assertGivenUp(ThrowingCallable work) {
        interrupted(
                () ->
                        assertThatThrownBy(work)
                                .isInstanceOf(CancellationException.class)
                                .hasMessageContaining("interrupted")
                                .hasMessageContaining("'long'"));
    }

    private static void interrupted(Runnable check) {
        Thread.currentThread().interrupt();
        try {
            check.run();
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }
}
