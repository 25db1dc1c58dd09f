package dev.rondo.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counters in a folder that looks like the one of Linux. */
class EnergyMeterTest {
    private static final double EXACT = 1e-9;

    @TempDir private Path powercap;

    private void zone(String zone, String name, String microjoules) throws IOException {
        Path folder = Files.createDirectories(powercap.resolve(zone));
        Files.writeString(folder.resolve("name"), name + "\n");
        Files.writeString(folder.resolve("max_energy_range_uj"), "10000000\n");
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
    }

    @Test
    void packages_are_added_up_and_their_parts_are_not_counted_again() throws Exception {
        zone("intel-rapl:1", "package-1", "7000000");
        zone("intel-rapl:0", "package-0", "1000000");
        zone("intel-rapl:0:0", "core", "500000");
        zone("intel-rapl:2", "psys", "9000000");
        EnergyMeter meter = EnergyMeter.of(powercap);
        EnergyMeter.Count count = meter.start();

        zone("intel-rapl:1", "package-1", "7500000");
        zone("intel-rapl:0", "package-0", "3000000");
        zone("intel-rapl:0:0", "core", "1500000");
        zone("intel-rapl:2", "psys", "9900000");

        assertThat(meter.domains()).containsExactly("package-0", "package-1");
        assertThat(count.joules().orElseThrow()).isEqualTo(2.5, within(EXACT));
    }

    @Test
    void a_counter_that_began_again_at_0_has_gone_on() throws Exception {
        zone("intel-rapl:0", "package-0", "9500000");
        EnergyMeter.Count count = EnergyMeter.of(powercap).start();

        zone("intel-rapl:0", "package-0", "250000");

        assertThat(count.joules().orElseThrow()).isEqualTo(0.75, within(EXACT));
    }

    @Test
    void where_nothing_is_exposed_there_is_no_energy() throws Exception {
        EnergyMeter absent = EnergyMeter.of(powercap.resolve("none"));
        zone("intel-rapl:0", "package-0", "no number");
        EnergyMeter damaged = EnergyMeter.of(powercap);

        assertThat(absent.domains()).isEmpty();
        assertThat(absent.start().joules()).isEmpty();
        assertThat(damaged.domains()).isEmpty();
        assertThat(damaged.start().joules()).isEmpty();
    }

    @Test
    void a_counter_that_goes_leaves_no_energy() throws Exception {
        zone("intel-rapl:0", "package-0", "1");
        EnergyMeter meter = EnergyMeter.of(powercap);
        EnergyMeter.Count count = meter.start();

        Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));

        assertThat(count.joules()).isEmpty();
        assertThat(meter.start().joules()).isEmpty();
    }
}
