package dev.rondo.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.bench.ResultSchema;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.CentralProcessor.ProcessorCache.Type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class MachineFactsTest {
    private static final List<ProcessorCache> CACHES =
            List.of(
                    new ProcessorCache(2, 8, 64, 1 << 20, Type.UNIFIED),
                    new ProcessorCache(1, 8, 64, 48 << 10, Type.DATA));

    @TempDir private Path folder;

    private void governor(String processor, String name) throws IOException {
        Path file = folder.resolve(processor).resolve("cpufreq/scaling_governor");
        Files.createDirectories(file.getParent());
        Files.writeString(file, name + "\n");
    }

    private EnergyMeter energy() throws IOException {
        Path zone = Files.createDirectories(folder.resolve("intel-rapl:0"));
        Files.writeString(zone.resolve("name"), "package-0\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), "1000\n");
        Files.writeString(zone.resolve("energy_uj"), "1\n");
        return EnergyMeter.of(folder);
    }

    /** Every field that there can be, so that one without a place in the schema is found. */
    @Test
    void a_machine_that_exposes_everything_has_all_fields_of_the_schema() throws Exception {
        var limits = new ContainerLimits(Optional.of(1.5), Optional.of(3L << 30));
        Configuration facts =
                MachineFacts.of(Optional.of("performance"), limits, energy())
                        // what a virtual machine may hide
                        .with("caches", Hardware.caches(CACHES))
                        .with("processor", "a processor");

        assertThat(facts.keys())
                .containsExactlyInAnyOrderElementsOf(ResultSchema.fields("machine"));
        assertThat(ResultSchema.errors("machine", facts)).isEmpty();
        assertThat(MachineWords.of(facts))
                .containsEntry("caches", "L2 unified 1.0 MiB, L1 data 48 KiB")
                .containsEntry("governor", "performance")
                .containsEntry("container: processors", "1.50")
                .containsEntry("container: memory", "3.0 GiB")
                .containsEntry("energy counters", "package-0");
    }

    @Test
    void what_is_not_exposed_is_absent_and_said_in_words() {
        var none = new ContainerLimits(Optional.empty(), Optional.empty());
        EnergyMeter blind = EnergyMeter.of(folder.resolve("none"));
        Configuration facts = MachineFacts.of(Optional.empty(), none, blind);

        assertThat(facts.keys())
                .doesNotContain("governor", "container_cpus", "energy_domains")
                .contains("java", "java_processors", "architecture");
        assertThat(MachineWords.of(facts))
                .containsEntry("governor", "not exposed")
                .containsEntry("container: processors", "no limit found")
                .containsEntry("container: memory", "no limit found")
                .containsEntry("energy counters", "not exposed");
        assertThat(MachineWords.of(Configuration.empty()))
                .containsEntry("caches", "not exposed")
                .containsEntry("cores", "not exposed physical, not exposed logical");
    }

    /** OSHI finds these on every system that tests run on. */
    @Test
    void this_machine_tells_its_cores_memory_and_system() {
        Configuration facts = MachineFacts.here();

        assertThat(facts.integer("logical_cores")).isPositive();
        assertThat(facts.integer("memory_bytes")).isGreaterThan(1L << 28);
        assertThat(facts.text("system")).isNotBlank();
        assertThat(facts).isSameAs(MachineFacts.here());
        assertThat(ResultSchema.errors("machine", facts)).isEmpty();
    }

    @Test
    void governors_are_told_once_each() throws Exception {
        governor("cpu0", "powersave");
        governor("cpu1", "performance");
        governor("cpu10", "powersave");
        governor("cpufreq", "no processor");

        assertThat(FrequencyGovernor.of(folder)).contains("performance, powersave");
        assertThat(FrequencyGovernor.of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void a_fact_of_the_wrong_type_is_refused_by_name() {
        Configuration wrong = Configuration.empty().with("memory_bytes", "much");
        assertThatThrownBy(() -> MachineWords.of(wrong))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'memory_bytes' must be a whole number, found \"much\"");
    }
}
