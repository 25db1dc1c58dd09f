package dev.rondo.models.checkpoint;

import dev.rondo.backend.Backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;

/**
 * How a model was made: one stretch of training by one process. A resumed run has several.
 *
 * @param fromStep the number of updates when it began
 * @param seed the seed of the first values
 * @param rondo version of Rondo, and the commit if it is known
 * @param java version and vendor of the Java runtime
 * @param os name, version and architecture of the operating system
 * @param backend {@code backend:device}
 * @param device the device in words
 * @param threads number of threads on the host
 * @param data the data that it was trained on
 * @param commandLine program and arguments
 * @param started when it began
 * @param finished when the checkpoint was written
 */
public record Provenance(
        long fromStep,
        long seed,
        String rondo,
        String java,
        String os,
        String backend,
        String device,
        int threads,
        List<DataSource> data,
        List<String> commandLine,
        Instant started,
        Instant finished) {
    /** Copies its lists. */
    public Provenance {
        data = List.copyOf(data);
        commandLine = List.copyOf(commandLine);
    }

    /** The provenance of a training that begins now on this machine. */
    public static Provenance begin(
            long fromStep,
            long seed,
            Backend backend,
            List<DataSource> data,
            List<String> commandLine) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Provenance(
                fromStep,
                seed,
                rondoVersion(),
                System.getProperty("java.runtime.version")
                        + " ("
                        + System.getProperty("java.vendor")
                        + ")",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"),
                backend.device().id(),
                backend.device().description(),
                backend.threads(),
                data,
                commandLine,
                now,
                now);
    }

    /**
     * The version of Rondo that is running. When it was built in its repository, the commit follows
     * as {@code git describe} names it, with {@code -dirty} if sources had changed since.
     */
    public static String rondoVersion() {
        Properties build = new Properties();
        try (InputStream in = Provenance.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = build.getProperty("version");
        String commit = build.getProperty("commit");
        return commit.isEmpty() ? version : version + " (commit " + commit + ")";
    }

    /** The same stretch, ending now. */
    public Provenance untilNow() {
        return new Provenance(
                fromStep,
                seed,
                rondo,
                java,
                os,
                backend,
                device,
                threads,
                data,
                commandLine,
                started,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    Configuration toJson() {
        return Configuration.empty()
                .with("from_step", fromStep)
                .with("seed", seed)
                .with("rondo", rondo)
                .with("java", java)
                .with("os", os)
                .with("backend", backend)
                .with("device", device)
                .with("threads", threads)
                .with("data", data.stream().map(DataSource::toJson).toList())
                .with("command_line", commandLine)
                .with("started", started.toString())
                .with("finished", finished.toString());
    }

    static Provenance parse(Configuration c) {
        return new Provenance(
                c.count("from_step"),
                c.integer("seed"),
                c.text("rondo"),
                c.text("java"),
                c.text("os"),
                c.text("backend"),
                c.text("device"),
                c.integer("threads", 1, Integer.MAX_VALUE),
                c.sections("data").stream().map(DataSource::parse).toList(),
                c.texts("command_line"),
                instant(c, "started"),
                instant(c, "finished"));
    }

    private static Instant instant(Configuration c, String key) {
        try {
            return Instant.parse(c.text(key));
        } catch (DateTimeParseException _) {
            throw new CheckpointException(
                    "setting '" + key + "' is not an ISO 8601 time: " + c.text(key));
        }
    }
}
