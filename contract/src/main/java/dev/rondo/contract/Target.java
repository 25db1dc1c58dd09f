package dev.rondo.contract;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;

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
