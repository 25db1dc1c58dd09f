package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Interrupt;
import dev.rondo.graph.Program;
import dev.rondo.models.checkpoint.JsonLines;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class GrowthRunTest {
    @TempDir private Path folder;

    /** A device whose memory ends where the sequences have so many numbers. */
    private record Small(Backend backend, int most) implements Backend {
        @Override
        public Device device() {
            return backend.device();
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public Executable compile(Program program, CompileOptions options) {
            var inputs = program.entries().get(Workload.ENTRY).inputs();
            if (inputs.get(Workload.X).shape().size() > most) {
                throw new BackendException("the device is full");
            }
            return backend.compile(program, options);
        }
    }

    /** Sequences of 2 · 3 · 4 numbers, with which each series begins. */
    private GrowthRun run(Interrupt interrupt, int most, GrowthRun.Listener listener)
            throws IOException {
        var run =
                new GrowthRun(
                        new Workload("rnn", 2, 3, 4, 4, 1, Mode.INFER, DType.F32),
                        new BenchSettings(0, 0.001, Set.of()),
                        new GrowthLimits(2, 1000, 1L << 40),
                        interrupt,
                        List.of("rondo"));
        Backend scalar = Backends.open("scalar", new BackendOptions(1));
        run.run(folder, new Small(scalar, most), listener, _ -> {});
        return run;
    }

    private static final class Silent implements GrowthRun.Listener {
        @Override
        public void point(GrowthPoint point) {}

        @Override
        public void end(GrowthSeries series) {}
    }

    @Test
    void a_series_ends_where_the_device_refuses() throws Exception {
        GrowthRun run = run(new Interrupt(), 48, new Silent());

        assertThat(run.right()).isTrue();
        assertThat(run.series())
                .extracting(s -> s.axis() + " " + s.points().size() + " " + s.end())
                .containsExactly(
                        "T 2 8: the device is full",
                        "B 2 12: the device is full",
                        "H 2 16: the device is full",
                        "layers 3 2 doublings were asked for");
    }

    @Test
    void what_cannot_even_run_the_middle_is_a_failure() {
        assertThatThrownBy(() -> run(new Interrupt(), 23, new Silent()))
                .isInstanceOf(BackendException.class)
                .hasMessage("the device is full");
    }

    @Test
    void what_was_timed_before_an_interruption_is_kept() throws Exception {
        Interrupt interrupt = new Interrupt();
        GrowthRun run =
                run(
                        interrupt,
                        1000,
                        new GrowthRun.Listener() {
                            @Override
                            public void point(GrowthPoint point) {
                                if (point.size() == 4) {
                                    interrupt.request();
                                }
                            }

                            @Override
                            public void end(GrowthSeries series) {
                                assertThat(series.end()).isEqualTo("it was interrupted");
                            }
                        });

        assertThat(run.series()).singleElement().satisfies(s -> assertThat(s.points()).hasSize(2));
        assertThat(JsonLines.read(folder.resolve(ResultDirectory.RESULTS)))
                .extracting(l -> l.integer("size"))
                .containsExactly(2L, 4L);
        assertThat(folder.resolve(ResultDirectory.PAGE)).content().contains("it was interrupted");
    }
}
