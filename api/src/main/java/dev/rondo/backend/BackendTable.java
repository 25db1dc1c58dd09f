package dev.rondo.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The devices that there are, as a table for a person. */
final class BackendTable {
    private static final long GIBIBYTE = 1L << 30;

    private BackendTable() {}

    static String text() {
        List<Device> devices = Backends.devices();
        int width = devices.stream().mapToInt(d -> d.id().length()).max().orElse(0);
        Optional<String> auto = automatic();
        List<String> lines = new ArrayList<>();
        for (Device d : devices) {
            String mark = auto.filter(d.id()::equals).isPresent() ? "*" : " ";
            String padded = d.id() + " ".repeat(width - d.id().length());
            String state = d.availability().isAvailable() ? "ready" : "not here";
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s %s  %-8s  %9s  %8s  %s",
                            mark,
                            padded,
                            state,
                            memory(d.resources().memoryBytes()),
                            width(d.resources().vectorBits()),
                            d.description()));
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                String indent = " ".repeat(width + 14);
                lines.add(indent + "why: " + reason);
                lines.add(indent + "do:  " + remedy);
            }
        }
        Backends.broken().forEach(b -> lines.add("  left out: " + b));
        lines.add("");
        lines.add(auto.isPresent() ? "* what auto takes, the default" : nothing());
        addOthers(lines);
        return String.join(System.lineSeparator(), lines);
    }

    private static String memory(OptionalLong bytes) {
        return bytes.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.1f GiB", (double) bytes.getAsLong() / GIBIBYTE);
    }

    private static String width(OptionalInt bits) {
        return bits.isEmpty() ? "-" : bits.getAsInt() + " bits";
    }

    /** The device that {@code auto} takes, if there is one. */
    private static Optional<String> automatic() {
        try {
            return Optional.of(Backends.automatic().id());
        } catch (BackendException none) {
            return Optional.empty();
        }
    }

    private static String nothing() {
        return "There is nothing that auto could take: put the jar "
                + Backends.jar(Backends.AUTO_ORDER.getFirst())
                + " on the module or class path.";
    }

    private static void addOthers(List<String> lines) {
        String replaces = "it replaces auto.";
        add(lines, Setting.ofProperty(Backends.PROPERTY), replaces);
        add(lines, Setting.ofVariable(Backends.VARIABLE), replaces);
        String only = "nothing else is opened.";
        add(lines, Setting.ofProperty(Backends.REQUIRED_PROPERTY), only);
        add(lines, Setting.ofVariable(Backends.REQUIRED_VARIABLE), only);
    }

    private static void add(List<String> lines, Optional<Setting> setting, String effect) {
        setting.ifPresent(
                s -> lines.add("The " + s.origin() + " says: " + s.value() + "; " + effect));
    }
}
