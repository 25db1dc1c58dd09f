package dev.rondo.cli.bench;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.page.Page;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with the results of many timings: {@value #RESULTS}, which has one line for each
 * result, and {@value #PAGE}.
 */
public final class ResultDirectory implements AutoCloseable {
    /** The file of JSON lines in the directory. */
    public static final String RESULTS = "results.jsonl";

    /** The page in the directory. */
    public static final String PAGE = "report.html";

    private final Path directory;
    private final JsonLines lines;

    /**
     * Opens a directory, which is created if it does not exist.
     *
     * @throws UsageException when it already holds results
     */
    ResultDirectory(Path directory) throws IOException {
        Path file = directory.resolve(RESULTS);
        if (Files.exists(file)) {
            throw new UsageException(directory + " holds results already; choose another --output");
        }
        Files.createDirectories(directory);
        this.directory = directory;
        this.lines = new JsonLines(file);
    }

    /** Adds the line of a result, so that it is kept whatever happens next. */
    void append(Configuration result) {
        lines.append(result);
        lines.flush();
    }

    /** Writes the page. */
    void write(Page page, Illustrator illustrator) {
        page.write(directory.resolve(PAGE), illustrator);
    }

    @Override
    public void close() {
        lines.close();
    }
}
