package dev.rondo.contract;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Backends;

import java.util.List;
import java.util.function.Function;

/**
 * A backend under test.
 *
 * @param name for messages
 * @param opener opens it
 */
public record Target(String name, Function<BackendOptions, Backend> opener) {
    /** The backend of a request such as {@code simd} or {@code simd:cpu}. */
    public static Target named(String request) {
        return new Target(request, options -> Backends.open(request, options));
    }

    /** The first device of a provider that can be used. It need not be registered as a service. */
    public static Target of(BackendProvider provider) {
        return new Target(
                provider.name(),
                options ->
                        provider.devices().stream()
                                .filter(d -> d.availability().isAvailable())
                                .findFirst()
                                .map(d -> provider.open(d, options))
                                .orElseThrow(() -> unusable(provider)));
    }

    private static BackendException unusable(BackendProvider provider) {
        return new BackendException(
                "the backend "
                        + provider.name()
                        + " has no device that can be used here: "
                        + provider.devices());
    }

    /** Every device that can be used here, the reference among them. */
    public static List<Target> available() {
        return Backends.devices().stream()
                .filter(d -> d.availability().isAvailable())
                .map(d -> named(d.id()))
                .toList();
    }

    /** The backend with which everything is compared. */
    public static Target reference() {
        return named("scalar");
    }

    /** Opens it with its usual number of threads. */
    public Backend open() {
        return opener.apply(BackendOptions.defaults());
    }

    /** Opens it with a number of threads. */
    public Backend open(int threads) {
        return opener.apply(new BackendOptions(threads));
    }

    @Override
    public String toString() {
        return name;
    }
}
