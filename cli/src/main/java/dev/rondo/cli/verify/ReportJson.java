package dev.rondo.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.contract.Finding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A report as JSON for programs. */
public final class ReportJson {
    private ReportJson() {}

    /** One object, indented. */
    public static String of(Report report, long seed) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", seed);
        all.put("tries", report.tries());
        all.put("passed", report.wrong().isEmpty());
        all.put(
                "devices",
                Stream.concat(report.verified().stream(), report.absent().stream())
                        .map(ReportJson::device)
                        .toList());
        all.put("worst", report.worst().stream().map(ReportJson::finding).toList());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> device(Device d) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("device", d.id());
        m.put("description", d.description());
        m.put("verified", d.availability().isAvailable());
        if (d.availability() instanceof Availability.Unavailable(var reason, var remedy)) {
            m.put("reason", reason);
            m.put("remedy", remedy);
        }
        return m;
    }

    private static Map<String, Object> finding(Finding f) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("computation", f.family());
        m.put("part", ReportText.name(f.part()));
        m.put("device", f.device());
        m.put("type", ReportText.name(f.type()));
        m.put("seed", f.seed());
        m.put("passed", f.holds());
        if (f.failure().isEmpty()) {
            m.put("error", f.measured().error());
            m.put("limit", f.measured().limit());
        } else {
            m.put("failure", f.failure());
        }
        m.put("command", Report.command(f));
        return m;
    }
}
