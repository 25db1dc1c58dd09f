package dev.rondo.cli.serve;

import com.sun.net.httpserver.Headers;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides who may ask. */
final class Gate {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "bearer ";

    private final Optional<Token> token;

    /**
     * Lets in whoever presents the token. Without one, whoever means this machine.
     *
     * @param token the token, if there is one
     */
    Gate(Optional<Token> token) {
        this.token = token;
    }

    /**
     * Refuses what a page of another site may have made a browser send. Such a page can name this
     * machine by a host name of its own (DNS rebinding), so that name must be one of ours.
     *
     * @throws Problem when it is refused
     */
    void checkSite(Headers headers) {
        String host = single(headers, "Host");
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            throw Problem.malformed("the header Host must name a host, as in localhost:8080");
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        if (token.isEmpty() && !LOOPBACK.contains(name)) {
            throw Problem.misdirected(
                    "without --token-file this server answers only to localhost, 127.0.0.1 and"
                            + " [::1]; the header Host names another");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host)) {
            throw Problem.forbidden(
                    "pages of other sites may not ask this server: the header Origin names"
                            + " another");
        }
    }

    private static String single(Headers headers, String name) {
        var all = headers.get(name);
        if (all == null || all.size() != 1) {
            throw Problem.malformed("there must be one header " + name);
        }
        return all.getFirst();
    }

    /**
     * Checks the token.
     *
     * @throws Problem when it is missing or wrong
     */
    void checkToken(Headers headers) {
        if (token.isEmpty()) {
            return;
        }
        String given = headers.getFirst("Authorization");
        if (given == null) {
            throw Problem.unauthorized("send the token as the header Authorization: Bearer TOKEN");
        }
        boolean bearer = given.toLowerCase(Locale.ROOT).startsWith(BEARER);
        if (!bearer || !token.get().is(given.substring(BEARER.length()).strip())) {
            throw Problem.unauthorized("the token is not the one of this server's --token-file");
        }
    }
}
