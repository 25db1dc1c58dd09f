package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;

import java.util.List;

/** The backend {@code tornado}: the devices that TornadoVM reaches. */
public final class TornadoBackendProvider implements BackendProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TornadoBackendProvider() {}

    @Override
    public String name() {
        return "tornado";
    }

    @Override
    public List<Device> devices() {
        return List.of(
                new Device(
                        name(),
                        "none",
                        "devices of TornadoVM",
                        Availability.no("not looked for yet", "wait for the next commit")));
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        throw new BackendException(device.id() + ": not looked for yet");
    }
}
