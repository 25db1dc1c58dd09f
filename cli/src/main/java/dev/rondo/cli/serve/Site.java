package dev.rondo.cli.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The page to try the models, and the description of what can be asked. The page is one file that
 * loads nothing. Its policy lets the browser run its one script and no other.
 *
 * @param page the page
 * @param openApi the description
 */
record Site(Answer page, Answer openApi) {
    /** What every answer carries: nothing of it may be framed, guessed at or kept. */
    static final Map<String, String> HEADERS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    static Site load() {
        String style = resource("page.css");
        String script = resource("page.js");
        String html =
                resource("page.html").replace("{{style}}", style).replace("{{script}}", script);
        String policy =
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                        + " connect-src 'self'; style-src '"
                        + hash(style)
                        + "'; script-src '"
                        + hash(script)
                        + "'";
        return new Site(
                Answer.text("text/html; charset=utf-8", html)
                        .with(Map.of("Content-Security-Policy", policy)),
                Answer.text(Answer.JSON_TYPE, resource("openapi.json")));
    }

    private static String resource(String name) {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] sha256 =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
