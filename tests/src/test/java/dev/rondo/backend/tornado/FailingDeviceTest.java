package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.VariableLayout;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.Test;

import java.util.function.UnaryOperator;

/** A device that fails in the middle of a run ends its executable, and nothing else. */
class FailingDeviceTest {
    /** Fails in its third run, as a device that disappears would. */
    private static final class Disappearing implements Machine {
        private final Machine machine;
        private int runs;

        Disappearing(VariableLayout layout) {
            Grain grain = new Grain(Grain.SMALLEST_GROUP, false, Costs.cpu(2));
            this.machine = new InterpretedMachine(layout, grain);
        }

        @Override
        public Grain grain() {
            return machine.grain();
        }

        @Override
        public void put(Place place, Array value) {
            machine.put(place, value);
        }

        @Override
        public void get(Place place, Array into) {
            machine.get(place, into);
        }

        @Override
        public void upload() {
            machine.upload();
        }

        @Override
        public void download() {
            machine.download();
        }

        @Override
        public void prepare() {
            machine.prepare();
        }

        @Override
        public long bytes() {
            return machine.bytes();
        }

        @Override
        public void close() {
            machine.close();
        }

        @Override
        public Loaded load(Schedule schedule) {
            Loaded loaded = machine.load(schedule);
            return new Loaded() {
                @Override
                public void put(Place place, Array value) {
                    loaded.put(place, value);
                }

                @Override
                public void run() {
                    if (++runs == 3) {
                        throw new BackendException("the device is gone");
                    }
                    loaded.run();
                }

                @Override
                public void get(Place place, Array into) {
                    loaded.get(place, into);
                }

                @Override
                public long bytes() {
                    return loaded.bytes();
                }

                @Override
                public void close() {
                    loaded.close();
                }
            };
        }
    }

    @Test
    void theExecutableRefusesToGoOn() {
        Scope scope = Scope.root();
        Variable n = scope.parameter("n", Initializer.constant(0), 1);
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with("run", t -> t.assign(n, n.in(t.graph()).plus(1)));
        try (var e =
                ScheduleEngine.compile(
                        program, Disappearing::new, UnaryOperator.identity(), false)) {
            e.run("run");
            e.run("run");
            assertThat(e.read("n").item()).isEqualTo(2);
            assertThatThrownBy(() -> e.run("run")).hasMessage("the device is gone");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> e.run("run"))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContainingAll("the device is gone", "checkpoint");
                assertThatThrownBy(() -> e.read("n"))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContainingAll("the device is gone", "checkpoint");
            }
        }
    }
}
