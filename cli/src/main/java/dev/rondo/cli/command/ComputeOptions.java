package dev.rondo.cli.command;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.TellingBackend;
import dev.rondo.models.data.NearMiss;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options for where to compute. */
final class ComputeOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME[:DEVICE]",
            description = {
                "What computes, as 'rondo backends' lists it: auto, simd, scalar, or exactly one"
                        + " device (default: $RONDO_BACKEND, else auto)."
            })
    private String backend;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; results do not depend on it (default: all processors).")
    private Integer threads;

    /** Opens exactly the requested backend. The user is told while it compiles. */
    Backend open(Console console) {
        return open(console, 1);
    }

    /**
     * The same for one of several processes, which share the processors.
     *
     * @param processes how many
     */
    Backend open(Console console, int processes) {
        BackendOptions asked = options();
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / processes);
        BackendOptions options =
                processes > 1 && threads == null ? new BackendOptions(share) : asked;
        return new TellingBackend(open(backend, options), console);
    }

    /** Opens the requested backend to compute on one thread. */
    Backend openSingle() {
        return open(backend, new BackendOptions(1));
    }

    /** Opens the requested backend; without a request, every device that can run here. */
    List<Backend> openAll() {
        return openAll(backend, options());
    }

    /**
     * Opens one backend, or every device that can run here.
     *
     * @param backend value of {@code --backend}; null for all
     */
    static List<Backend> openAll(String backend, BackendOptions options) {
        if (backend != null) {
            return List.of(open(backend, options));
        }
        return Backends.devices().stream()
                .filter(d -> d.availability().isAvailable())
                .map(d -> Backends.open(d.id(), options))
                .toList();
    }

    private BackendOptions options() {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads must be at least 1, got " + threads);
        }
        try {
            return new BackendOptions(threads == null ? 0 : threads);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    /**
     * Opens a backend.
     *
     * @param backend value of {@code --backend}; null when it is not given
     */
    static Backend open(String backend, BackendOptions options) {
        if (backend != null) {
            checkKnown(backend);
        }
        return Backends.open(backend, options);
    }

    private static void checkKnown(String backend) {
        String name = backend.split(":", 2)[0];
        if (name.equals(Backends.AUTO) && name.equals(backend)) {
            return;
        }
        var providers = Backends.providers();
        var provider = providers.stream().filter(p -> p.name().equals(name)).findFirst();
        if (provider.isEmpty()) {
            var names = providers.stream().map(BackendProvider::name).toList();
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "there is no backend '%s'; --backend takes auto, %s%s",
                            backend,
                            String.join(", ", names),
                            NearMiss.question(name, withAuto(names))));
        }
        if (backend.equals(name)) {
            return;
        }
        String asked = backend.substring(name.length() + 1);
        if (Backends.devices(provider.get()).stream()
                .noneMatch(d -> provider.get().isMeant(asked, d))) {
            var ids = Backends.devices().stream().map(Device::id).toList();
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "there is no device '%s'; there are %s%s",
                            backend,
                            String.join(", ", ids),
                            NearMiss.question(backend, ids)));
        }
    }

    private static List<String> withAuto(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add(Backends.AUTO);
        return all;
    }
}
