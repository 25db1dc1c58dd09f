package dev.rondo.cli.command;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.cli.Console;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code rondo backends}: what can compute here, and what would be needed for the rest. */
@Command(
        name = "backends",
        description = {
            "Lists every backend and device: whether it can run here, and if not why and what to"
                    + " do."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  rondo backends",
            "  rondo demo --backend scalar",
            "",
            "The environment variable RONDO_BACKEND names the backend where --backend is not given."
        })
final class BackendsCommand implements Callable<Integer> {
    @Inject private Console console;

    @Override
    public Integer call() {
        List<Device> devices = Backends.devices();
        String auto = Backends.automatic().id();
        int width = devices.stream().mapToInt(d -> d.id().length()).max().orElse(0);
        for (Device d : devices) {
            String mark = d.id().equals(auto) ? "*" : " ";
            String padded = d.id() + " ".repeat(width - d.id().length());
            String state = d.availability().isAvailable() ? "ready" : "not here";
            console.out()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "%s %s  %-8s  %s",
                                    mark,
                                    padded,
                                    state,
                                    d.description()));
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                String indent = " ".repeat(width + 14);
                console.out().println(indent + "why: " + reason);
                console.out().println(indent + "do:  " + remedy);
            }
        }
        Backends.broken().forEach(b -> console.out().println("  left out: " + b));
        console.out().println();
        console.out().println("* what --backend auto takes, the default");
        named("system property", Backends.PROPERTY, System.getProperty(Backends.PROPERTY));
        named("environment variable", Backends.VARIABLE, System.getenv(Backends.VARIABLE));
        return 0;
    }

    private void named(String kind, String name, String value) {
        if (value != null) {
            console.out()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "The %s %s says: %s; it replaces auto.",
                                    kind,
                                    name,
                                    value));
        }
    }
}
