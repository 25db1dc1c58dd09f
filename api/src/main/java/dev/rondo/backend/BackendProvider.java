package dev.rondo.backend;

import java.util.List;

/**
 * Lists devices and opens them. Providers are found by {@link java.util.ServiceLoader}. Asking for
 * devices must not fail and must not load what may be missing: a device that cannot be used says so
 * in its availability.
 */
public interface BackendProvider {
    /** The name that options use, in lower case, such as {@code simd}. */
    String name();

    /** Every device this provider knows of, whether it can be used or not; at least one. */
    List<Device> devices();

    /**
     * Whether a request means this device. {@code asked} is the part of the request after {@code
     * name:}. By default it must be the device's name. A provider may accept more, such as a type.
     */
    default boolean isMeant(String asked, Device device) {
        return device.name().equals(asked);
    }

    /**
     * Opens a device that is available.
     *
     * @throws BackendException when it cannot be opened after all
     */
    Backend open(Device device, BackendOptions options);
}
