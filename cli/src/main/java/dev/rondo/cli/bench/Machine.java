package dev.rondo.cli.bench;

import dev.rondo.cli.machine.MachineFacts;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Provenance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is known about where and when a figure was measured. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private Machine() {}

    /**
     * Version of Rondo, Java, operating system, processor, time and load.
     *
     * @param commandLine program and arguments
     */
    public static Configuration now(List<String> commandLine) {
        var os = ManagementFactory.getOperatingSystemMXBean();
        return occasion(commandLine)
                .with("java", MachineFacts.java())
                .with(
                        "os",
                        String.format(
                                Locale.ROOT,
                                "%s %s %s",
                                os.getName(),
                                os.getVersion(),
                                os.getArch()))
                .with("cpu", processor())
                .with("processors", os.getAvailableProcessors());
    }

    /**
     * Version of Rondo, time and load: what may differ from one result to the next on the same
     * machine. {@link MachineFacts} are the rest.
     *
     * @param commandLine program and arguments
     */
    public static Configuration occasion(List<String> commandLine) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Configuration.empty()
                .with("rondo", Provenance.rondoVersion())
                // negative when the operating system does not say it
                .with("load", load < 0 ? null : load)
                .with("started", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .with("command_line", commandLine);
    }

    /** The processor's name; null when it is unknown. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(l -> l.startsWith(MODEL))
                    .findFirst()
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .orElse(null);
        } catch (IOException _) {
            return System.getenv("PROCESSOR_IDENTIFIER");
        }
    }

    /**
     * The largest number of bytes that this process has ever had in memory; 0 when it is unknown.
     */
    static long peakResident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(l -> l.startsWith(PEAK))
                    .findFirst()
                    .map(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
                    .orElse(0L);
        } catch (IOException _) {
            return 0;
        }
    }
}
