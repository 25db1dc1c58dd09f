package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.contract.Samples;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Lstm;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A program on two backends side by side: requests go to either while it is switched. */
class SwitchingTest {
    private static final int THREADS = 3;
    private static final int REQUESTS = 200;

    private static Program program() {
        Scope scope = Scope.root();
        Lstm lstm = new Lstm(scope.child("lstm"), 3, 16);
        return Program.of(DType.F32, scope, 1)
                .with(
                        "answer",
                        t ->
                                t.output(
                                        "y",
                                        Recurrence.of(lstm).over(t.input("x", 5, 2, 3)).outputs()));
    }

    @Test
    void everyRequestGetsTheBitsOfOneOfThem() throws Exception {
        Program program = program();
        AtomicInteger current = new AtomicInteger();
        AtomicInteger[] answered = {new AtomicInteger(), new AtomicInteger()};
        try (Executable scalar = Targets.SCALAR.open().compile(program);
                Executable simd = Targets.SIMD.open().compile(program);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            simd.load(scalar.variables());
            List<Executable> both = List.of(scalar, simd);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Map<String, Array> x =
                        Map.of("x", Samples.uniform(i, -1, 1, 5, 2, 3).cast(DType.F32));
                List<Array> expected =
                        both.stream().map(e -> e.run("answer", x).get("y").copy()).toList();
                List<Executable> sessions = both.stream().map(Executable::session).toList();
                Callable<Void> requests =
                        () -> {
                            // until a request has gone to each of them, however threads are
                            // scheduled
                            for (int n = 0; n < REQUESTS || isIdle(answered); n++) {
                                int to = current.get();
                                Array y = sessions.get(to).run("answer", x).get("y");
                                assertThat(y.sameBits(expected.get(to))).isTrue();
                                answered[to].incrementAndGet();
                            }
                            return null;
                        };
                all.add(threads.submit(requests));
            }
            while (all.stream().anyMatch(f -> !f.isDone())) {
                current.set(1 - current.get());
                Thread.sleep(1);
            }
            for (Future<?> f : all) {
                f.get();
            }
        }
        assertThat(answered[0].get() + answered[1].get())
                .isGreaterThanOrEqualTo(THREADS * REQUESTS);
    }

    /** Whether one of them has not answered yet. */
    private static boolean isIdle(AtomicInteger... answered) {
        return Arrays.stream(answered).anyMatch(n -> n.get() == 0);
    }
}
