package dev.rondo.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the control groups of Linux, and with them containers, allow this process: the least limit
 * of its groups and of the groups around them.
 *
 * @param cpus processors' worth of time; empty where no limit was found
 * @param memoryBytes bytes of memory; empty where no limit was found
 */
record ContainerLimits(Optional<Double> cpus, Optional<Long> memoryBytes) {
    /** Version 1 writes the largest number of whole pages where there is no limit. */
    private static final long UNLIMITED = 1L << 62;

    /** The limits under a root, which has {@code proc} and {@code sys}. */
    static ContainerLimits of(Path root) {
        List<Path> groups = groups(root);
        return new ContainerLimits(
                least(groups, ContainerLimits::cpus), least(groups, ContainerLimits::memory));
    }

    private static <T extends Comparable<T>> Optional<T> least(
            List<Path> groups, Function<Path, Optional<T>> limit) {
        return groups.stream().map(limit).flatMap(Optional::stream).min(T::compareTo);
    }

    /** The folders of this process's groups, and those around them. */
    private static List<Path> groups(Path root) {
        Path mounted = root.resolve("sys/fs/cgroup");
        List<Path> groups = new ArrayList<>();
        // lines such as `4:memory:/a/b` of version 1, and `0::/a/b` of version 2
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            Path top = parts[1].isEmpty() ? mounted : mounted.resolve(parts[1]);
            Path inner = top.resolve(parts[2].replaceFirst("^/+", "")).normalize();
            // within a container, the folder may be named as it is outside, and not exist
            for (Path p = inner; p != null && p.startsWith(top); p = p.getParent()) {
                groups.add(p);
            }
        }
        return groups;
    }

    private static Optional<Double> cpus(Path group) {
        // `150000 100000`, or `max 100000`
        List<Long> both =
                numbers(
                        Stream.of("cpu.max")
                                .flatMap(f -> lines(group.resolve(f)).stream())
                                .flatMap(l -> Arrays.stream(l.split(" "))));
        List<Long> older =
                numbers(
                        Stream.of("cpu.cfs_quota_us", "cpu.cfs_period_us")
                                .flatMap(f -> lines(group.resolve(f)).stream()));
        return Stream.of(both, older)
                .filter(l -> l.size() == 2 && l.getFirst() > 0 && l.getLast() > 0)
                .map(l -> (double) l.getFirst() / l.getLast())
                .findFirst();
    }

    private static Optional<Long> memory(Path group) {
        return numbers(
                        Stream.of("memory.max", "memory.limit_in_bytes")
                                .flatMap(f -> lines(group.resolve(f)).stream()))
                .stream()
                .filter(bytes -> bytes > 0 && bytes < UNLIMITED)
                .findFirst();
    }

    /** The whole numbers among words; `max` is none. */
    private static List<Long> numbers(Stream<String> words) {
        return words.map(ContainerLimits::number).filter(Objects::nonNull).toList();
    }

    private static Long number(String word) {
        try {
            return Long.valueOf(word.strip());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
