package dev.rondo.cli.bench;

import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;

/**
 * The form of results as JSON, which has a version. The page {@code bench-results.md} and a schema
 * beside it describe it.
 */
public final class ResultFormat {
    /** The version that is written. A version more is needed when a field goes or changes. */
    public static final int VERSION = 1;

    /** The field with the version. */
    public static final String FIELD = "schema";

    /** Results that were written before there was a field for it. */
    private static final int FIRST = 0;

    private ResultFormat() {}

    /**
     * Refuses a result in a form that is not known.
     *
     * @throws CheckpointException when the version is newer, or no version
     */
    public static void check(Configuration result) {
        long version = result.integer(FIELD, FIRST);
        if (version < FIRST) {
            throw result.wrong(FIELD, "a whole number from 0");
        }
        if (version > VERSION) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: the result has version %d of the schema, and this version of Rondo"
                                    + " reads versions up to %d; use a newer one",
                            result.origin(),
                            version,
                            VERSION));
        }
    }

    /** The facts of the machine that a result was measured on, as far as it has them. */
    public static Configuration machine(Configuration result) {
        if (result.has("machine")) {
            return result.section("machine");
        }
        // the names of before
        Configuration provenance = result.section("provenance");
        return Configuration.empty()
                .with("processor", provenance.text("cpu", null))
                .with("system", provenance.text("os", null))
                .with("java", provenance.text("java", null))
                .with(
                        "java_processors",
                        provenance.has("processors") ? provenance.integer("processors") : null);
    }
}
