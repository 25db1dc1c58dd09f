package dev.rondo.cli.machine;

import dev.rondo.models.checkpoint.Configuration;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.software.os.OperatingSystem;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processor, memory and operating system, as OSHI reads them on Linux, macOS and Windows. */
final class Hardware {
    /** The folder into which JNA unpacks its library. */
    private static final String UNPACKED = "jna.tmpdir";

    private Hardware() {}

    /** What could be read. */
    static Configuration facts() {
        if (System.getProperty(UNPACKED) == null) {
            // not into a folder of the user, where it would stay
            System.setProperty(UNPACKED, System.getProperty("java.io.tmpdir"));
        }
        Configuration facts = Configuration.empty();
        facts = plus(facts, () -> processor(new SystemInfo().getHardware().getProcessor()));
        facts = plus(facts, () -> memory(new SystemInfo().getHardware().getMemory().getTotal()));
        facts = plus(facts, () -> system(new SystemInfo().getOperatingSystem()));
        return facts;
    }

    /** Adds facts. A system for which OSHI has no code, or lacks a library, has fewer of them. */
    private static Configuration plus(Configuration facts, Supplier<Configuration> more) {
        Configuration all = facts;
        try {
            for (var e : more.get().values().entrySet()) {
                all = all.with(e.getKey(), e.getValue());
            }
        } catch (RuntimeException | LinkageError _) {
            return facts;
        }
        return all;
    }

    private static Configuration processor(CentralProcessor processor) {
        List<Configuration> caches = caches(processor.getProcessorCaches());
        return Configuration.empty()
                .with("processor", known(processor.getProcessorIdentifier().getName()))
                .with("physical_cores", positive(processor.getPhysicalProcessorCount()))
                .with("logical_cores", positive(processor.getLogicalProcessorCount()))
                .with("caches", caches.isEmpty() ? null : caches);
    }

    static List<Configuration> caches(List<ProcessorCache> caches) {
        return caches.stream().map(Hardware::cache).toList();
    }

    private static Configuration cache(ProcessorCache cache) {
        return Configuration.empty()
                .with("level", (int) cache.getLevel())
                .with("kind", cache.getType().name().toLowerCase(Locale.ROOT))
                .with("bytes", Integer.toUnsignedLong(cache.getCacheSize()));
    }

    private static Configuration memory(long bytes) {
        return Configuration.empty().with("memory_bytes", positive(bytes));
    }

    private static Configuration system(OperatingSystem system) {
        OperatingSystem.OSVersionInfo version = system.getVersionInfo();
        String name =
                Stream.of(system.getFamily(), version.getVersion(), version.getCodeName())
                        .filter(s -> known(s) != null)
                        .collect(Collectors.joining(" "));
        return Configuration.empty()
                .with("system", known(name))
                .with("kernel", known(version.getBuildNumber()));
    }

    /** OSHI writes "unknown", nothing or null for what it cannot read. Null for all of these. */
    private static String known(String text) {
        return text == null || text.isBlank() || text.equalsIgnoreCase("unknown")
                ? null
                : text.strip();
    }

    private static Long positive(long number) {
        return number > 0 ? number : null;
    }
}
