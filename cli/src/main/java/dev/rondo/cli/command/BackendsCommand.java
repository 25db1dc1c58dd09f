package dev.rondo.cli.command;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

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
final class BackendsCommand implements Runnable {
    @ParentCommand private RondoCommand rondo;

    @Override
    public void run() {
        PrintWriter out = rondo.console().out();
        List<Device> devices = Backends.devices();
        String auto = Backends.automatic().id();
        int width = devices.stream().mapToInt(d -> d.id().length()).max().orElse(0);
        for (Device d : devices) {
            String mark = d.id().equals(auto) ? "*" : " ";
            String padded = d.id() + " ".repeat(width - d.id().length());
            String state = d.availability().isAvailable() ? "ready" : "not here";
            out.println(
                    String.format(
                            Locale.ROOT, "%s %s  %-8s  %s", mark, padded, state, d.description()));
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                String indent = " ".repeat(width + 14);
                out.println(indent + "why: " + reason);
                out.println(indent + "do:  " + remedy);
            }
        }
        Backends.broken().forEach(b -> out.println("  left out: " + b));
        out.println();
        out.println("* what --backend auto takes, the default");
        named(out, "system property", Backends.PROPERTY, System.getProperty(Backends.PROPERTY));
        named(out, "environment variable", Backends.VARIABLE, System.getenv(Backends.VARIABLE));
    }

    private static void named(PrintWriter out, String kind, String name, String value) {
        if (value != null) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "The %s %s says: %s; it replaces auto.",
                            kind,
                            name,
                            value));
        }
    }
}
