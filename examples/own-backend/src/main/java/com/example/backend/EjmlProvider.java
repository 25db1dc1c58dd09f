package com.example.backend;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;
import dev.rondo.executor.KernelBackend;

import java.util.List;

/** Provides the backend {@code ejml}. */
public final class EjmlProvider implements BackendProvider {
    @Override
    public String name() {
        return "ejml";
    }

    @Override
    public List<Device> devices() {
        return List.of(new Device("ejml", "cpu", "products by EJML", Availability.yes()));
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        return new KernelBackend(device, 1, EjmlKernels::new);
    }
}
