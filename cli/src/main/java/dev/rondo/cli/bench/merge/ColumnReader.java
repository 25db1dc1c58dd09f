package dev.rondo.cli.bench.merge;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.bench.ResultFormat;
import dev.rondo.cli.machine.MachineWords;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the columns of a file of results: one for each device and number of threads. */
final class ColumnReader {
    private ColumnReader() {}

    private record Device(String id, long threads) {
        static Device of(Configuration result) {
            return new Device(
                    result.text("backend") + ":" + result.text("device"),
                    result.integer("threads"));
        }
    }

    /**
     * The columns, in the order of the file.
     *
     * @param directory the name of the directory
     * @throws UsageException when the file holds no result
     * @throws dev.rondo.models.checkpoint.CheckpointException when it cannot be read
     */
    static List<Column> read(String directory, Path file) {
        Map<Device, List<Configuration>> byDevice = new LinkedHashMap<>();
        for (Configuration result : JsonLines.readWhole(file)) {
            ResultFormat.check(result);
            byDevice.computeIfAbsent(Device.of(result), _ -> new ArrayList<>()).add(result);
        }
        if (byDevice.isEmpty()) {
            throw new UsageException(
                    "--merge: " + file + " holds no result; leave its directory out");
        }
        List<Column> columns = new ArrayList<>();
        byDevice.forEach(
                (device, results) -> {
                    boolean alone =
                            byDevice.keySet().stream().filter(d -> d.id.equals(device.id)).count()
                                    == 1;
                    String threads = alone ? "" : " (threads: " + device.threads + ")";
                    columns.add(column(directory + " " + device.id + threads, results));
                });
        return columns;
    }

    private static Column column(String name, List<Configuration> results) {
        Map<WorkloadName, Entry> entries = new LinkedHashMap<>();
        // `--growth` times its first workload again for each size; the last one counts
        results.forEach(r -> entries.put(WorkloadName.of(r), Entry.of(r)));
        return new Column(name, facts(results.getFirst()), entries);
    }

    private static Map<String, String> facts(Configuration first) {
        Configuration provenance = first.section("provenance");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("device", provenance.text("device", "not told"));
        facts.put("threads", Long.toString(first.integer("threads")));
        facts.putAll(MachineWords.of(ResultFormat.machine(first)));
        facts.put("Rondo", provenance.text("rondo", "not told"));
        facts.put("first timed", provenance.text("started", "not told"));
        return facts;
    }
}
