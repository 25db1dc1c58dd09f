package dev.rondo.backend.tornado;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;

import java.util.List;

/**
 * The backend {@code tornado}: the devices that TornadoVM reaches. A device has the name of its
 * driver and its number there, {@code tornado:opencl:0}. A type stands for the first device of that
 * type, {@code tornado:gpu}, {@code tornado:fpga}.
 */
public final class TornadoBackendProvider implements BackendProvider {
    static final String NAME = "tornado";

    /** The name of a device that stands for every device when TornadoVM cannot be used. */
    private static final String ANY = "any";

    /** Made by {@link java.util.ServiceLoader}. */
    public TornadoBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Device> devices() {
        return switch (Discovery.get()) {
            case Discovery.Found(var hardware) -> hardware.stream().map(Hardware::device).toList();
            case Discovery.Nothing(var why) ->
                    List.of(new Device(NAME, ANY, "devices of TornadoVM", why));
        };
    }

    @Override
    public boolean isMeant(String asked, Device device) {
        return switch (Discovery.get()) {
            case Discovery.Nothing _ -> true;
            case Discovery.Found(var hardware) ->
                    asked.equals(device.name())
                            || hardware.stream()
                                    .filter(h -> h.type().equals(asked))
                                    .anyMatch(h -> h.device().equals(device));
        };
    }

    @Override
    public Backend open(Device device, BackendOptions options) {
        if (Discovery.get() instanceof Discovery.Found(var all)) {
            for (Hardware h : all) {
                if (h.device().name().equals(device.name())) {
                    return new TornadoBackend(h.device(), h.handle());
                }
            }
        }
        throw new BackendException(
                "there is no device " + device.id() + "; rondo backends lists those there are");
    }
}
