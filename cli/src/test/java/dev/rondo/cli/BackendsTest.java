package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;

import org.junit.jupiter.api.Test;

import java.util.List;

class BackendsTest {
    /** A backend whose device is not in this machine. */
    public static final class Absent implements BackendProvider {
        @Override
        public String name() {
            return "absent";
        }

        @Override
        public List<Device> devices() {
            return List.of(
                    new Device(
                            "absent",
                            "card",
                            "a card of the tests",
                            Availability.no("there is no card", "Put one in")));
        }

        @Override
        public Backend open(Device device, BackendOptions options) {
            throw new AssertionError("asked to open what is not there");
        }
    }

    @Test
    void every_device_is_listed_and_the_one_auto_takes_is_marked() {
        CommandLineRun backends = CommandLineRun.line("backends").succeeded();

        assertThat(backends.out()).containsPattern("  scalar:cpu +ready .* plain Java");
        assertThat(backends.out()).containsPattern("\\* simd:cpu +ready ");
        assertThat(backends.out()).contains("* what auto takes");
    }

    @Test
    void a_device_that_cannot_be_used_says_why_and_what_to_do() {
        CommandLineRun backends = CommandLineRun.line("backends").succeeded();

        assertThat(backends.out())
                .containsPattern("  absent:card +not here +- +- +a card of the tests")
                .contains("why: there is no card", "do:  Put one in");
    }

    @Test
    void commands_that_take_every_device_keep_to_what_is_required() {
        System.setProperty(Backends.REQUIRED_PROPERTY, "simd");
        try {
            CommandLineRun all = CommandLineRun.line("bench --product --seconds 0.01");

            assertThat(all.code()).isEqualTo(1);
            assertThat(all.err()).contains("scalar:cpu was to be opened", "requires simd");
        } finally {
            System.clearProperty(Backends.REQUIRED_PROPERTY);
        }
    }

    @Test
    void a_backend_that_is_named_is_never_replaced() {
        CommandLineRun train = CommandLineRun.line("train dates --backend absent");

        assertThat(train.code()).isEqualTo(1);
        assertThat(train.errLines()).hasSize(1);
        assertThat(train.err()).contains("there is no card", "Put one in", "scalar:cpu");
    }
}
