package dev.rondo.cli.show.page;

import dev.rondo.models.checkpoint.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Styles and scripts that a page contains, and how its policy names them. */
public final class Inline {
    private Inline() {}

    /**
     * The text of a resource.
     *
     * @param owner a class that the resource lies beside
     * @param name its file name
     */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a policy that allows the content of this element, and no other. */
    public static String source(String content) {
        byte[] sha256 = Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
    }
}
