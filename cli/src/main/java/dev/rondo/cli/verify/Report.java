package dev.rondo.cli.verify;

import dev.rondo.backend.Device;
import dev.rondo.contract.Finding;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The worst of what was found, for each kind of computation, part, device and type. */
public final class Report {
    private final List<String> families;
    private final List<Device> verified;
    private final List<Device> absent;
    private final Map<Finding.Key, Finding> worst = new LinkedHashMap<>();
    private long tries;

    /**
     * An empty report.
     *
     * @param families their order in it
     * @param verified the devices that are tried
     * @param absent those that cannot run here
     */
    public Report(List<String> families, List<Device> verified, List<Device> absent) {
        this.families = List.copyOf(families);
        this.verified = List.copyOf(verified);
        this.absent = List.copyOf(absent);
    }

    /** What one computation gave. */
    public void add(List<Finding> findings) {
        tries++;
        findings.forEach(f -> worst.merge(f.key(), f, Finding::worse));
    }

    /** Computations tried. */
    public long tries() {
        return tries;
    }

    /** Ids of the devices that were tried. */
    public List<String> devices() {
        return verified.stream().map(Device::id).toList();
    }

    /** The devices that were tried. */
    List<Device> verified() {
        return verified;
    }

    /** The devices that cannot run here. */
    List<Device> absent() {
        return absent;
    }

    /** By kind of computation, device, type and part. */
    List<Finding> worst() {
        return worst.values().stream()
                .sorted(
                        Comparator.comparing((Finding f) -> families.indexOf(f.family()))
                                .thenComparing(Finding::device)
                                .thenComparing(Finding::type)
                                .thenComparing(Finding::part))
                .toList();
    }

    /** The worst of those that are over their limit. */
    public List<Finding> wrong() {
        return worst().stream().filter(f -> !f.holds()).toList();
    }

    /** What tries only the computation of a finding again. */
    static String command(Finding f) {
        return String.format(
                Locale.ROOT, "rondo verify --backend %s --seed %d --tries 1", f.device(), f.seed());
    }
}
