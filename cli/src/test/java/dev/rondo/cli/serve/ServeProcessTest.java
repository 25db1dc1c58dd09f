package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Servers that are killed or told to end, and clients that take their time. */
@Timeout(60)
class ServeProcessTest {
    private static final String SESSIONS = "v1/models/text/sessions";
    private static final int TERMINATED = 128 + 15;

    @TempDir private static Path folder;
    private static Path text;

    @BeforeAll
    static void train() {
        text = Trained.text(folder.resolve("text"));
    }

    @Test
    void a_session_goes_on_after_a_kill() throws Exception {
        String kept = folder.resolve("kept").toString();
        String[] words = {text.toString(), "--sessions", kept, "--save-every", "1"};
        String path;
        String expected;
        try (ServeProcess first = ServeProcess.start(folder, words)) {
            Client client = first.client();
            path = SESSIONS + "/" + opened(client);
            assertThat(client.post(path + "/step", "{\"text\":\"b c\"}").status()).isEqualTo(200);
            expected = client.get(path + "/snapshot").text();
            Path file = Path.of(kept, "sessions.safetensors");
            while (!saved(file, "\\\"position\\\":4")) {
                Thread.onSpinWait();
            }
            first.kill();
        }
        try (ServeProcess second = ServeProcess.start(folder, words)) {
            Client client = second.client();
            assertThat(second.log()).contains("1 sessions taken up");
            assertThat(client.get(path + "/snapshot").text()).isEqualTo(expected);
            assertThat(client.post(path + "/step", "{\"text\":\"d\",\"position\":9}").detail())
                    .contains("is at position 4, not at 9", "lost");
            // and a server that is told to end saves at once
            assertThat(client.post(path + "/step", "{\"text\":\"d\",\"position\":4}").status())
                    .isEqualTo(200);
            second.process().destroy();
            assertThat(second.process().waitFor()).isEqualTo(TERMINATED);
            assertThat(saved(Path.of(kept, "sessions.safetensors"), "\\\"position\\\":5")).isTrue();
        }
    }

    private static String opened(Client client) {
        return client.post(SESSIONS, "{\"prompt\":\"a\"}").json().get("session").textValue();
    }

    private static boolean saved(Path file, String words) throws IOException {
        return Files.exists(file)
                && Files.readString(file, StandardCharsets.ISO_8859_1).contains(words);
    }

    @Test
    void slow_clients_are_left_and_others_served() throws Exception {
        String[] words = {text.toString(), "--request-timeout", "1"};
        try (ServeProcess process = ServeProcess.start(folder, words)) {
            Client client = process.client();
            try (Socket slowHead = client.connect();
                    Socket slowBody = client.connect();
                    Socket silent = client.connect()) {
                send(slowHead, "GET /health HTTP/1.1\r\nHost: local");
                send(
                        slowBody,
                        "POST /v1/models/text/predict HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
                assertThat(client.post("v1/models/text/predict", "{}").status()).isEqualTo(200);
                assertThat(received(slowBody)).contains(" 408 ", "did not come within 1 s");
                assertThat(received(slowHead)).isEmpty();
                assertThat(received(silent)).isEmpty();
                assertThat(client.post("v1/models/text/predict", "{}").status()).isEqualTo(200);
            }
        }
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** What came until the server closed the connection. */
    private static String received(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
