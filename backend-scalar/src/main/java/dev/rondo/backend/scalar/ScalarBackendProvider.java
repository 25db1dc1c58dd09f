package dev.rondo.backend.scalar;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;
import dev.rondo.backend.Resources;
import dev.rondo.executor.KernelBackend;

import java.util.List;

/** Provides the reference backend, which runs everywhere. */
public final class ScalarBackendProvider implements BackendProvider {
    private static final Device CPU =
            new Device(
                    "scalar",
                    "cpu",
                    "plain Java loops, one thread (reference)",
                    Availability.yes(),
                    Resources.ofHeap());

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public List<Device> devices() {
        return List.of(CPU);
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        return new KernelBackend(device, 1, ScalarKernels::new);
    }
}
