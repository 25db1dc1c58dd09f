package dev.rondo.cli.bench.merge;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;

/**
 * A workload as results name it. Its cell need not be there.
 *
 * @param cell the cell
 * @param sizes the sizes and the float type
 * @param mode what was timed
 */
record WorkloadName(String cell, String sizes, String mode) {
    /**
     * The workload of a result.
     *
     * @throws dev.rondo.models.checkpoint.CheckpointException when a field is missing or wrong
     */
    static WorkloadName of(Configuration result) {
        long layers = result.integer("layers");
        String sizes =
                String.format(
                        Locale.ROOT,
                        "%d/%d/%d/%d%s%s %s%s",
                        result.integer("seq"),
                        result.integer("batch"),
                        result.integer("input"),
                        result.integer("hidden"),
                        result.has("image") ? " of " + result.text("image") : "",
                        layers > 1 ? " x" + layers : "",
                        result.section("provenance").text("dtype"),
                        result.flag("recomputed", false) ? " recomputed" : "");
        return new WorkloadName(result.text("cell"), sizes, result.text("mode"));
    }

    /** The workload in one line. */
    String label() {
        return cell + " " + mode + " " + sizes;
    }
}
