package dev.rondo.spark.ml;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Sha256;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Tells data frames apart by a hash of their cells. */
final class Digest {
    private static final String NAME = "data frame";

    /** A data frame that nobody asks for its hash. */
    static final DataSource UNKNOWN = new DataSource(NAME, "", 0);

    private final MessageDigest sha256 = Sha256.digest();
    private long bytes;

    /** Adds a cell. */
    void add(String cell) {
        byte[] utf8 = cell.getBytes(StandardCharsets.UTF_8);
        sha256.update(utf8);
        sha256.update((byte) 0); // no text holds it, so cells stay apart
        bytes += utf8.length + 1;
    }

    /** What was added, as the source of a model. */
    DataSource source() {
        return new DataSource(NAME, HexFormat.of().formatHex(sha256.digest()), bytes);
    }
}
