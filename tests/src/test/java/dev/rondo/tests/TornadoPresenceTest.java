package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/** Nobody shall think that the tests on TornadoVM's devices passed where they did not run. */
class TornadoPresenceTest {
    /**
     * In the JVM of the other tests, which has no devices: the build must be about to start one.
     */
    @Test
    void anSdkIsThereToStartAJvmWith() {
        String home = System.getenv("TORNADOVM_HOME");
        if (home == null || !Files.isReadable(Path.of(home, "tornado-argfile"))) {
            TornadoDevices.missing();
        }
    }

    @Test
    @Tag("tornado")
    void thereIsADevice() {
        assertThat(TornadoDevices.all()).isNotEmpty();
        TornadoDevices.devices().forEach(d -> System.out.println(d.id() + "  " + d.description()));
    }
}
