package dev.rondo.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Control groups in a folder that looks like the root of Linux. */
class ContainerLimitsTest {
    @TempDir private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void of_version_2_the_least_limit_of_all_groups_around_counts() throws Exception {
        write("proc/self/cgroup", "0::/pods/one\n");
        write("sys/fs/cgroup/pods/one/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/pods/one/memory.max", "4000000000\n");
        write("sys/fs/cgroup/pods/cpu.max", "150000 100000\n");
        write("sys/fs/cgroup/pods/memory.max", "max\n");
        write("sys/fs/cgroup/memory.max", "3000000000\n");

        ContainerLimits limits = ContainerLimits.of(root);

        assertThat(limits.cpus()).contains(1.5);
        assertThat(limits.memoryBytes()).contains(3_000_000_000L);
    }

    /** Within a container the folder has the name that it has outside, and is not there. */
    @Test
    void of_version_1_the_limits_are_in_folders_of_their_own() throws Exception {
        write("proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
        write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");

        ContainerLimits limits = ContainerLimits.of(root);

        assertThat(limits.cpus()).contains(0.5);
        assertThat(limits.memoryBytes()).contains(2_147_483_648L);
    }

    @Test
    void no_limit_is_found_where_there_is_none() throws Exception {
        write("proc/self/cgroup", "4:memory:/\n3:cpu:/\nwrong\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        ContainerLimits limits = ContainerLimits.of(root);
        ContainerLimits elsewhere = ContainerLimits.of(root.resolve("none"));

        assertThat(limits.cpus()).isEmpty();
        assertThat(limits.memoryBytes()).isEmpty();
        assertThat(elsewhere).isEqualTo(limits);
    }
}
