package dev.rondo.backend.simd.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of a core's cache, in every form that was seen. */
class CoreCacheTest {
    @TempDir private Path system;

    private void cache(int index, String level, String type, String size, String users)
            throws IOException {
        Path d = Files.createDirectory(system.resolve("index" + index));
        Files.writeString(d.resolve("level"), level + "\n");
        Files.writeString(d.resolve("type"), type + "\n");
        Files.writeString(d.resolve("size"), size + "\n");
        Files.writeString(d.resolve("shared_cpu_list"), users + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "512K  | 0       | 524288",
                "1024K | 0,32    | 524288",
                "2M    | 0-1     | 1048576",
                "12M   | 0-3,8-9 | 2097152",
                "1M    | ''      | 1048576"
            })
    void isTheShareOfOneProcessor(String size, String users, int bytes) throws IOException {
        cache(0, "1", "Data", "32K", "0");
        cache(1, "1", "Instruction", "32K", "0");
        cache(2, "2", "Unified", size, users);
        cache(3, "3", "Unified", "32M", "0-7");
        assertThat(CoreCache.described(system)).contains(new CoreCache(bytes, "Linux"));
    }

    @ParameterizedTest
    @CsvSource({"0K", "-1", "x", "''", "99999999999999999999", "4G", "2G", "15K"})
    void isNotWhatCannotBe(String size) throws IOException {
        cache(0, "2", "Unified", size, "0");
        assertThat(CoreCache.described(system)).isEmpty();
    }

    @Test
    void isNotSaidWhereNothingIsDescribed() throws IOException {
        assertThat(CoreCache.described(system.resolve("missing"))).isEmpty();
        cache(0, "1", "Data", "32K", "0");
        assertThat(CoreCache.described(system)).isEmpty();
    }

    @Test
    void isInTheSummaryOfAmdAlone() {
        String summary = "processor\t: 0\nvendor_id\t: %s\ncache size\t: %s\nflags\t: fpu\n\n";
        assertThat(CoreCache.summary(summary.formatted("AuthenticAMD", "512 KB").repeat(2)))
                .contains(new CoreCache(512 << 10, "Linux"));
        assertThat(CoreCache.summary(summary.formatted("AuthenticAMD", "? KB"))).isEmpty();
        assertThat(CoreCache.summary(summary.formatted("GenuineIntel", "30720 KB"))).isEmpty();
        assertThat(CoreCache.summary("CPU implementer\t: 0x41\n")).isEmpty();
        assertThat(CoreCache.summary("")).isEmpty();
    }

    @Test
    void isFoundSomehowOnAnyMachine() {
        assertThat(CoreCache.here().bytes()).isBetween(16 << 10, 1 << 30);
        assertThat(CoreCache.here().description()).matches("\\d+ KiB of cache a core \\(.+\\)");
    }
}
