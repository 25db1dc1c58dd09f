package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Asks a server. */
final class Client implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * For a server.
     *
     * @param url of its page, with a slash at the end
     */
    Client(String url) {
        this.url = url;
    }

    /** The address of the server's page. */
    String url() {
        return url;
    }

    /** What came back. */
    record Reply(int status, String type, String text, HttpResponse<String> whole) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        String detail() {
            return json().path("detail").asText();
        }
    }

    Reply get(String path) {
        return ask("GET", path, null);
    }

    Reply post(String path, String body) {
        return ask("POST", path, body);
    }

    Reply delete(String path) {
        return ask("DELETE", path, null);
    }

    Reply ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(body));
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> r =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = r.headers().firstValue("Content-Type").orElse("");
            return new Reply(r.statusCode(), type, r.body(), r);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection on which anything may be sent. */
    Socket connect() throws IOException {
        URI address = URI.create(url);
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /**
     * What comes back for these bytes, until the server closes; the client closes its half first.
     */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
