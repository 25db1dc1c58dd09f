package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

import java.util.Optional;

/** Options for lines of a file that are not data. */
final class SkippingOptions {
    @Option(
            names = "--comment",
            paramLabel = "C",
            description = "Skips the lines that begin with this character, such as #.")
    private String comment;

    @Option(
            names = "--skip-last",
            paramLabel = "N",
            description = {
                "Skips the last N lines, which hold sums or notes; empty ones, and those of nothing but"
                        + " separators, are skipped anyway and do not count."
            })
    private Integer last;

    /** The options as given; without any, another value. */
    Skipping or(Skipping otherwise) {
        if (last != null) {
            Values.atLeast("--skip-last", last, 0);
        }
        if (comment != null && (comment.length() != 1 || comment.isBlank())) {
            throw new UsageException(
                    "--comment must be one character, such as #, got '" + comment + "'");
        }
        return new Skipping(
                comment == null ? otherwise.comment() : Optional.of(comment.charAt(0)),
                last == null ? otherwise.last() : last);
    }
}
