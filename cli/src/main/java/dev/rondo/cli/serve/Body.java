package dev.rondo.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the body of a request within its limits. */
final class Body {
    private static final String LENGTH = "Content-Length";
    private static final String TYPE = "Content-Type";

    private Body() {}

    /**
     * The bytes of a body of JSON.
     *
     * @param most most bytes
     * @param seconds that the client may take
     * @throws Problem when the body is of another type, too large or too late
     * @throws IOException when the client is gone
     */
    static byte[] read(HttpExchange exchange, int most, int seconds) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String type = headers.getFirst(TYPE);
        if (type == null || !isJson(type)) {
            throw Problem.mediaType(
                    "the header Content-Type must be application/json, got "
                            + (type == null ? "none" : "another"));
        }
        if (headers.containsKey("Content-Encoding")) {
            throw Problem.mediaType("a body must not be compressed; leave out Content-Encoding");
        }
        long length = length(headers);
        if (length > most) {
            throw tooLarge(most);
        }
        InputStream in = exchange.getRequestBody();
        // most bodies have come with the headers
        byte[] body =
                length >= 0 && in.available() >= length
                        ? in.readNBytes((int) length)
                        : awaited(in, most, seconds);
        if (body.length > most) {
            throw tooLarge(most);
        }
        if (body.length < length) {
            throw new IOException("the client has gone");
        }
        return body;
    }

    private static Problem tooLarge(int most) {
        return Problem.tooLarge(
                "the body is too large; at most "
                        + most
                        + " bytes (--body-limit) are read. Send less at once");
    }

    private static boolean isJson(String type) {
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", 2);
        String parameters = parts.length < 2 ? "" : parts[1].replace(" ", "").replace("\"", "");
        return parts[0].strip().equals(Answer.JSON_TYPE)
                && (parameters.isEmpty() || parameters.equals("charset=utf-8"));
    }

    /** The length that the client says, or -1. */
    private static long length(Headers headers) {
        String said = headers.getFirst(LENGTH);
        if (said == null) {
            return headers.containsKey("Transfer-Encoding") ? -1 : 0;
        }
        // Java's server also takes a sign and digits of other scripts, proxies before it do not
        if (!said.matches("[0-9]{1,18}")) {
            throw Problem.malformed("the header Content-Length must be a whole number");
        }
        return Long.parseLong(said);
    }

    /**
     * Reads in a thread of its own. A thread that reads cannot be stopped but by closing its
     * connection, and then the client would get no answer.
     */
    private static byte[] awaited(InputStream in, int most, int seconds) throws IOException {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        read.complete(in.readNBytes(most + 1));
                    } catch (Throwable e) { // whoever waits must hear of it
                        read.completeExceptionally(e);
                    }
                });
        try {
            return read.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Problem.late("the body did not come within " + seconds + " s");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
