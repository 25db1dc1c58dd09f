package dev.rondo.cli.bench.merge;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.NearMiss;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Results of any number of machines and devices, compared with one of them.
 *
 * @param columns at least one
 * @param baseline the column that the others are compared with
 */
public record Merge(List<Column> columns, Column baseline) {
    /** Copies the list. */
    public Merge {
        columns = List.copyOf(columns);
    }

    /**
     * Reads directories of results.
     *
     * @param baseline the name of a column; empty for the first
     * @throws UsageException when a directory has no results or is there twice, or no column has
     *     that name
     * @throws dev.rondo.models.checkpoint.CheckpointException when results cannot be read
     */
    public static Merge of(List<Path> directories, Optional<String> baseline) throws IOException {
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, Path> d : ResultDirectories.named(directories).entrySet()) {
            columns.addAll(ColumnReader.read(d.getKey(), d.getValue()));
        }
        return new Merge(
                columns, baseline.map(name -> named(name, columns)).orElseGet(columns::getFirst));
    }

    private static Column named(String name, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        return columns.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "--baseline: there is no column '"
                                                + name
                                                + "'; there are '"
                                                + String.join("', '", names)
                                                + "'"
                                                + NearMiss.question(name, names)));
    }

    /** All workloads, in the order in which they first appear. */
    List<WorkloadName> workloads() {
        Set<WorkloadName> all = new LinkedHashSet<>();
        columns.forEach(c -> all.addAll(c.entries().keySet()));
        return List.copyOf(all);
    }

    /** The workloads that every column has a time of. */
    List<WorkloadName> common() {
        return workloads().stream()
                .filter(w -> columns.stream().allMatch(c -> c.millis(w).isPresent()))
                .toList();
    }

    /**
     * How many times as fast as the baseline a column is: the geometric mean over the common
     * workloads; empty where there are none.
     */
    OptionalDouble mean(Column column) {
        return common().stream()
                .mapToDouble(w -> Math.log(column.ratio(baseline, w).orElseThrow()))
                .average()
                .stream()
                .map(Math::exp)
                .findFirst();
    }
}
