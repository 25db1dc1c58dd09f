package dev.rondo.cli.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The energy of the processor packages, by the counters (RAPL) that Linux exposes. They count what
 * all processes take.
 */
public final class EnergyMeter {
    private static final EnergyMeter HERE = of(Path.of("/sys/class/powercap"));

    private final List<Counter> counters;

    private EnergyMeter(List<Counter> counters) {
        this.counters = List.copyOf(counters);
    }

    /**
     * A counter of microjoules.
     *
     * @param range where it begins again at 0
     */
    private record Counter(String name, Path file, long range) {
        long read() throws IOException {
            return number(file);
        }
    }

    /** The counters of this machine that this user may read. */
    public static EnergyMeter here() {
        return HERE;
    }

    /** The counters below a folder. */
    static EnergyMeter of(Path powercap) {
        List<Counter> counters = new ArrayList<>();
        // names with one colon: parts of a package, such as its cores, have two
        try (DirectoryStream<Path> zones =
                Files.newDirectoryStream(
                        powercap,
                        zone -> zone.getFileName().toString().matches("intel-rapl:\\d+"))) {
            for (Path zone : zones) {
                addCounter(zone, counters);
            }
        } catch (IOException _) {
            return new EnergyMeter(List.of());
        }
        counters.sort(Comparator.comparing(Counter::name));
        return new EnergyMeter(counters);
    }

    private static void addCounter(Path zone, List<Counter> counters) {
        try {
            String name = Files.readString(zone.resolve("name")).strip();
            long range = number(zone.resolve("max_energy_range_uj"));
            Counter counter = new Counter(name, zone.resolve("energy_uj"), range);
            // the zone `psys` is the whole machine with its packages, which would count twice
            if (name.startsWith("package")) {
                counter.read();
                counters.add(counter);
            }
        } catch (IOException _) {
            // most systems let only the administrator read it
        }
    }

    /** Names of what is counted; empty when nothing is exposed. */
    public List<String> domains() {
        return counters.stream().map(Counter::name).toList();
    }

    /** Starts to count. */
    public Count start() {
        return new Count(read());
    }

    /** The counters' values; empty when one cannot be read any more. */
    private List<Long> read() {
        List<Long> values = new ArrayList<>();
        try {
            for (Counter c : counters) {
                values.add(c.read());
            }
        } catch (IOException _) {
            return List.of();
        }
        return values;
    }

    private static long number(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no number: " + text, e);
        }
    }

    /** The energy since some moment. */
    public final class Count {
        private final List<Long> before;

        private Count(List<Long> before) {
            this.before = before;
        }

        /**
         * Joules since the start; empty when nothing is exposed. Right for as long as a counter
         * begins again once at most, which takes minutes at the least.
         */
        public OptionalDouble joules() {
            List<Long> after = read();
            if (before.isEmpty() || after.isEmpty()) {
                return OptionalDouble.empty();
            }
            double joules = 0;
            for (int i = 0; i < after.size(); i++) {
                long grown = after.get(i) - before.get(i);
                joules += (grown < 0 ? grown + counters.get(i).range : grown) / 1e6;
            }
            return OptionalDouble.of(joules);
        }
    }
}
