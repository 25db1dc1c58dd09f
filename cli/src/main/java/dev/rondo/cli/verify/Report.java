package dev.rondo.cli.verify;

import dev.rondo.backend.Device;
import dev.rondo.contract.Finding;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The worst findings for each kind of computation, part, device and type. */
public final class Report {
    private final List<String> families;
    private final List<Device> verified;
    private final List<Device> absent;
    private final Map<Finding.Key, Finding> worst = new LinkedHashMap<>();
    private long tries;

    /**
     * An empty report.
     *
     * @param families the kinds of computation, in the order of the report
     * @param verified the devices that are verified
     * @param absent the devices that cannot run here
     */
    public Report(List<String> families, List<Device> verified, List<Device> absent) {
        this.families = List.copyOf(families);
        this.verified = List.copyOf(verified);
        this.absent = List.copyOf(absent);
    }

    /** Adds the findings of one computation. */
    public void add(List<Finding> findings) {
        tries++;
        findings.forEach(f -> worst.merge(f.key(), f, Finding::worse));
    }

    /** The number of computations so far. */
    public long tries() {
        return tries;
    }

    /** Ids of the verified devices. */
    public List<String> devices() {
        return verified.stream().map(Device::id).toList();
    }

    /** The verified devices. */
    List<Device> verified() {
        return verified;
    }

    /** The devices that cannot run here. */
    List<Device> absent() {
        return absent;
    }

    /** The worst findings, by kind of computation, device, type and part. */
    List<Finding> worst() {
        return worst.values().stream()
                .sorted(
                        Comparator.comparing((Finding f) -> families.indexOf(f.family()))
                                .thenComparing(Finding::device)
                                .thenComparing(Finding::type)
                                .thenComparing(Finding::part))
                .toList();
    }

    /** Those of the worst findings that are over their limit. */
    public List<Finding> wrong() {
        return worst().stream().filter(f -> !f.holds()).toList();
    }

    /** The command that repeats only the computation of a finding. */
    static String command(Finding f) {
        return String.format(
                Locale.ROOT, "rondo verify --backend %s --seed %d --tries 1", f.device(), f.seed());
    }
}
