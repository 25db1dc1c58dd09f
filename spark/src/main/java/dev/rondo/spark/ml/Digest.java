package dev.rondo.spark.ml;

import dev.rondo.models.checkpoint.DataSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells data frames apart by a hash of their cells. */
final class Digest {
    private final MessageDigest sha256;
    private long bytes;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /** Adds a cell. */
    void add(String cell) {
        byte[] utf8 = cell.getBytes(StandardCharsets.UTF_8);
        sha256.update(utf8);
        sha256.update((byte) 0); // no text holds it, so cells stay apart
        bytes += utf8.length + 1;
    }

    /** What was added, as the source of a model. */
    DataSource source() {
        return new DataSource("data frame", HexFormat.of().formatHex(sha256.digest()), bytes);
    }
}
