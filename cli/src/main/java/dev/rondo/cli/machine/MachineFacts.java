package dev.rondo.cli.machine;

import dev.rondo.models.checkpoint.Configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The facts of this machine as they are written with results; the page {@code bench-results.md}
 * lists them. A fact that cannot be read is absent.
 */
public final class MachineFacts {
    private static final Path ROOT = Path.of("/");

    private MachineFacts() {}

    /** Asked once, and only where results are written: OSHI takes a part of a second. */
    private static final class Here {
        static final Configuration FACTS =
                of(
                        FrequencyGovernor.of(ROOT.resolve("sys/devices/system/cpu")),
                        ContainerLimits.of(ROOT),
                        EnergyMeter.here());
    }

    /** The facts of this machine, which are read on the first call. */
    public static Configuration here() {
        return Here.FACTS;
    }

    static Configuration of(Optional<String> governor, ContainerLimits limits, EnergyMeter energy) {
        List<String> domains = energy.domains();
        return Hardware.facts()
                .with("architecture", System.getProperty("os.arch"))
                .with("governor", governor.orElse(null))
                .with("container_cpus", limits.cpus().orElse(null))
                .with("container_memory_bytes", limits.memoryBytes().orElse(null))
                .with("energy_domains", domains.isEmpty() ? null : domains)
                .with("java", java())
                .with("java_processors", Runtime.getRuntime().availableProcessors())
                .with("java_heap_bytes", Runtime.getRuntime().maxMemory());
    }

    /** The version of Java, its virtual machine and its vendor. It needs nothing to be read. */
    public static String java() {
        return String.format(
                Locale.ROOT,
                "%s (%s, %s)",
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vendor"));
    }
}
