package dev.rondo.cli.verify;

import dev.rondo.array.DType;
import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.contract.Finding;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as a table for people. */
public final class ReportText {
    private static final String ROW = "%-22s %-12s %-4s  %-27s  %-27s %s";
    private static final String PART = "%8.1e %8.1e %9d";
    private static final String HEAD =
            String.format(Locale.ROOT, "%8s %8s %9s", "largest", "limit", "seed");

    private record Line(String family, String device, DType type) {}

    private ReportText() {}

    /** The lines of the table, and remarks on it. */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "", "", "forward", "gradient", ""));
        lines.add(row("computation", "device", "type", HEAD, HEAD, ""));
        Map<Line, Map<Finding.Part, Finding>> rows = new LinkedHashMap<>();
        for (Finding f : report.worst()) {
            rows.computeIfAbsent(
                            new Line(f.family(), f.device(), f.type()),
                            _ -> new EnumMap<>(Finding.Part.class))
                    .put(f.part(), f);
        }
        rows.forEach((line, parts) -> lines.add(row(line, parts)));
        lines.add("");
        for (Device d : report.absent()) {
            if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
                lines.add(
                        String.format(
                                Locale.ROOT, "%s cannot run here: %s. %s", d.id(), reason, remedy));
            }
        }
        for (Finding f : report.wrong()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s, %s on %s in %s: %s; try it alone with: %s",
                            f.family(),
                            name(f.part()),
                            f.device(),
                            name(f.type()),
                            what(f),
                            Report.command(f)));
        }
        return lines;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private static String row(Line line, Map<Finding.Part, Finding> parts) {
        boolean holds = parts.values().stream().allMatch(Finding::holds);
        return row(
                line.family,
                line.device,
                name(line.type),
                part(parts.get(Finding.Part.FORWARD)),
                part(parts.get(Finding.Part.GRADIENT)),
                holds ? "" : "WRONG");
    }

    private static String part(Finding f) {
        if (f == null) {
            return String.format(Locale.ROOT, "%27s", "");
        }
        return f.failure().isEmpty()
                ? String.format(
                        Locale.ROOT, PART, f.measured().error(), f.measured().limit(), f.seed())
                : String.format(Locale.ROOT, "%8s %8s %9d", "failed", "", f.seed());
    }

    private static String what(Finding f) {
        return f.failure().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "off by %.2e of the largest element, allowed is %.2e",
                        f.measured().error(),
                        f.measured().limit())
                : f.failure();
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
