package dev.rondo.backend;

import java.util.List;

/**
 * Makes backends; found by {@link java.util.ServiceLoader}. Asking for devices must neither fail
 * nor load what may be missing: a device that cannot be used says so in its availability.
 */
public interface BackendProvider {
    /** Name as options take it, lower case, such as {@code simd}. */
    String name();

    /** Every device this provider knows of, whether it can be used or not; at least one. */
    List<Device> devices();

    /**
     * Whether {@code asked}, what a request says after {@code name:}, means this device. That is
     * its name; a provider may know more ways to say it, such as a type.
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
