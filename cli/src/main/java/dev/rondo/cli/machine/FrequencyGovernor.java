package dev.rondo.cli.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What decides at which frequency processors run. Only Linux says it. */
final class FrequencyGovernor {
    private FrequencyGovernor() {}

    /**
     * The governors of all processors, each once; empty when none is exposed.
     *
     * @param processors the folder with one folder for each processor
     */
    static Optional<String> of(Path processors) {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> each = Files.newDirectoryStream(processors, "cpu[0-9]*")) {
            for (Path processor : each) {
                Path file = processor.resolve("cpufreq/scaling_governor");
                if (Files.isReadable(file)) {
                    names.add(Files.readString(file).strip());
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }
}
