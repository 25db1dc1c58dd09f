package dev.rondo.cli.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One connection that asks again and again. It costs the machine little beside the server. */
final class LoadClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();

    /**
     * Connects.
     *
     * @param url of the server's page
     */
    LoadClient(String url) throws IOException {
        URI address = URI.create(url);
        socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The bytes of a request. */
    static byte[] request(String path, String body) {
        return ("POST /"
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What came back.
     *
     * @param status the status of HTTP
     * @param body the body
     */
    record Reply(int status, byte[] body) {}

    /** Asks once. */
    Reply ask(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(readLine().split(" ")[1]);
        int length = 0;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return new Reply(status, body);
    }

    private String readLine() throws IOException {
        line.setLength(0);
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    /** The path of a new session of a model. */
    String session(String model) throws IOException {
        String sessions = "v1/models/" + model + "/sessions";
        Reply reply = ask(request(sessions, "{}"));
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        if (reply.status() != 201) {
            throw new IOException(text);
        }
        return sessions + "/" + text.replaceFirst("(?s).*\"session\":\"([^\"]*)\".*", "$1");
    }

    /** The nanoseconds at this share of all, from the least. */
    static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /** All of them, from the least. */
    static long[] sorted(long[][] parts) {
        return Arrays.stream(parts).flatMapToLong(Arrays::stream).sorted().toArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
