package dev.rondo.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The devices that there are, as a table for a person. */
final class BackendTable {
    private BackendTable() {}

    static String text() {
        List<Device> devices = Backends.devices();
        int width = devices.stream().mapToInt(d -> d.id().length()).max().orElse(0);
        String auto = automatic();
        List<String> lines = new ArrayList<>();
        for (Device d : devices) {
            String mark = d.id().equals(auto) ? "*" : " ";
            String padded = d.id() + " ".repeat(width - d.id().length());
            String state = d.availability().isAvailable() ? "ready" : "not here";
            lines.add(
                    String.format(
                            Locale.ROOT, "%s %s  %-8s  %s", mark, padded, state, d.description()));
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                String indent = " ".repeat(width + 14);
                lines.add(indent + "why: " + reason);
                lines.add(indent + "do:  " + remedy);
            }
        }
        Backends.broken().forEach(b -> lines.add("  left out: " + b));
        lines.add("");
        lines.add("* what auto takes, the default");
        addOthers(lines);
        return String.join(System.lineSeparator(), lines);
    }

    /** The device that {@code auto} takes; nothing when there is none. */
    private static String automatic() {
        try {
            return Backends.automatic().id();
        } catch (BackendException none) {
            return "";
        }
    }

    private static void addOthers(List<String> lines) {
        String replaces = "it replaces auto.";
        add(lines, "system property", Backends.PROPERTY, replaces);
        add(lines, "environment variable", Backends.VARIABLE, replaces);
        String only = "nothing else is opened.";
        add(lines, "system property", Backends.REQUIRED_PROPERTY, only);
        add(lines, "environment variable", Backends.REQUIRED_VARIABLE, only);
    }

    private static void add(List<String> lines, String kind, String name, String effect) {
        boolean property = kind.startsWith("system");
        String value = property ? System.getProperty(name) : System.getenv(name);
        if (value != null) {
            lines.add("The " + kind + " " + name + " says: " + value + "; " + effect);
        }
    }
}
