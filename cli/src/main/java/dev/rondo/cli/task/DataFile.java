package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.task.Described;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file for training or for further data, as run directories describe it.
 *
 * @param path where the file is
 * @param skipping which of its lines are not read
 */
public record DataFile(Path path, Skipping skipping) {
    /** A file that is read whole. */
    public static DataFile whole(Path path) {
        return new DataFile(path, Skipping.NOTHING);
    }

    Configuration addTo(Configuration c) {
        boolean piped = path.equals(TextFile.STANDARD_INPUT);
        Configuration named =
                c.with("file", piped ? path.toString() : path.toAbsolutePath().toString());
        Configuration commented =
                skipping.comment().map(s -> named.with("comment", s.toString())).orElse(named);
        return skipping.last() == 0 ? commented : commented.with("skip_last", skipping.last());
    }

    /**
     * The file of a run.
     *
     * @param moved where the file is now; null if it has not moved
     * @param option the option that says so
     */
    public static DataFile parse(Configuration c, Path moved, String option) {
        if (moved == null && !c.has("file")) {
            throw new UsageException(
                    "this model did not learn from a file; say with "
                            + option
                            + " FILE what to read");
        }
        Path path = moved == null ? Described.by(c, d -> Path.of(d.text("file"))) : moved;
        if (moved == null && path.equals(TextFile.STANDARD_INPUT)) {
            throw new UsageException(
                    "the run read standard input, which is gone; give it the same again with "
                            + option
                            + " FILE or "
                            + option
                            + " -");
        }
        String comment = c.text("comment", "");
        if (comment.length() > 1) {
            throw new CheckpointException("comment: '" + comment + "' is more than a character");
        }
        return new DataFile(
                path,
                Described.by(
                        c,
                        d ->
                                new Skipping(
                                        comment.isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(comment.charAt(0)),
                                        d.has("skip_last")
                                                ? d.integer("skip_last", 0, Integer.MAX_VALUE)
                                                : 0)));
    }
}
