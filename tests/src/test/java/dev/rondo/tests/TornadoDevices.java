package dev.rondo.tests;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.contract.Target;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import java.util.List;

/** The devices of TornadoVM, where the tests run in a JVM that was started for it. */
final class TornadoDevices {
    private TornadoDevices() {}

    /** Every device that can be used; the calling test is skipped where there is none. */
    static List<Target> all() {
        List<Target> targets =
                devices().stream()
                        .filter(d -> d.availability().isAvailable())
                        .map(d -> Target.named(d.id()))
                        .toList();
        if (targets.isEmpty()) {
            missing();
        }
        return targets;
    }

    /** What {@code rondo backends} lists for TornadoVM. */
    static List<Device> devices() {
        return Backends.devices().stream().filter(d -> d.backend().equals("tornado")).toList();
    }

    /**
     * Skips the calling test and says why; fails it where {@code -Drondo.require=tornado} asks for
     * a device.
     */
    static void missing() {
        StringBuilder why = new StringBuilder("the tests on TornadoVM's devices do not run");
        for (Device d : devices()) {
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                why.append("; %s: %s (%s)".formatted(d.id(), reason, remedy));
            }
        }
        if ("tornado".equals(System.getProperty("rondo.require"))) {
            Assertions.fail(why.toString());
        }
        System.out.println("SKIPPED: " + why);
        Assumptions.abort(why.toString());
    }
}
