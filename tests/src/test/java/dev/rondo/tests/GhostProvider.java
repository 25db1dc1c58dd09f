package dev.rondo.tests;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.executor.KernelBackend;

import java.util.List;

/** A backend of another module: one device is missing, the other is the reference in disguise. */
public final class GhostProvider implements BackendProvider {
    private static final Device ABSENT =
            new Device(
                    "ghost",
                    "absent",
                    "a device that is not there",
                    Availability.no("nobody has seen it", "Switch the light off"));
    private static final Device PRESENT =
            new Device("ghost", "present", "the reference in disguise", Availability.yes());

    /** Made by {@link java.util.ServiceLoader}. */
    public GhostProvider() {}

    @Override
    public String name() {
        return "ghost";
    }

    @Override
    public List<Device> devices() {
        return List.of(ABSENT, PRESENT);
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        return new KernelBackend(device, 1, ScalarKernels::new);
    }
}
