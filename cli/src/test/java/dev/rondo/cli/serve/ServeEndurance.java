package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** What a server endures. {@code scripts/serve-endurance} runs it. */
@EnabledIfSystemProperty(named = ServeEndurance.SECONDS, matches = "[0-9]+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServeEndurance {
    /** How long clients ask. */
    static final String SECONDS = "rondo.serve.endurance";

    private static final int CLIENTS = 256;
    private static final int MALFORMED = 10_000;
    private static final int KILLS = 5;
    private static final String PREDICT = "v1/models/text/predict";

    @TempDir private static Path folder;
    private static Path text;

    @BeforeAll
    static void train() {
        text = Trained.text(folder.resolve("text"));
    }

    /** Of the process, in MiB; 0 where the system does not say. */
    private static double resident(ServeProcess server) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                                .filter(l -> l.startsWith("VmRSS:"))
                                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                                .sum()
                        / 1024.0
                : 0;
    }

    @Test
    @Order(1)
    void malformed_requests_do_no_harm() throws Exception {
        Random random = new Random(1);
        try (ServeProcess server = ServeProcess.start(folder, text.toString())) {
            Client client = server.client();
            int answered = 0;
            for (int i = 0; i < MALFORMED; i++) {
                answered += sent(client, malformed(random)) ? 1 : 0;
                if (i % 1000 == 999) {
                    assertThat(client.post(PREDICT, "{}").status()).isEqualTo(200);
                }
            }
            assertThat(server.log()).doesNotContain("request failed");
            say(
                    "%,d malformed requests: %,d answered, the rest closed; %.0f MiB resident",
                    MALFORMED, answered, resident(server));
        }
    }

    private static boolean sent(Client client, byte[] request) throws IOException {
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            byte[] reply = socket.getInputStream().readAllBytes();
            String text = new String(reply, StandardCharsets.ISO_8859_1);
            // some damage leaves a request whole
            assertThat(text)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isEmpty(),
                            t -> assertThat(t).matches("(?s)HTTP/1\\.1 ([245]\\d\\d|100) .*"));
            assertThat(text).doesNotContain(" 500 ");
            return reply.length > 0;
        } catch (SocketException closedBeforeAllWasSent) {
            return false;
        }
    }

    /** A good request with damage to its bytes, its JSON or its lengths. */
    private static byte[] malformed(Random random) {
        String body = "{\"prompt\":\"ab cd\",\"length\":3,\"seed\":7,\"temperature\":0.5}";
        byte[] bytes = LoadClient.request(PREDICT, body);
        int begin = bytes.length - body.length();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int n = 1 + random.nextInt(8); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 1 -> {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    bytes[begin + random.nextInt(body.length())] = (byte) random.nextInt(256);
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> random.nextBytes(bytes);
        }
        return bytes;
    }

    @Test
    @Order(2)
    void sessions_go_on_after_kills() throws Exception {
        String[] words = {
            text.toString(), "--sessions", folder.resolve("kept").toString(), "--save-every", "1"
        };
        List<String> paths = new ArrayList<>();
        long lost = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            try (ServeProcess server = ServeProcess.start(folder, words);
                    LoadClient client = new LoadClient(url(server))) {
                for (int i = 0; i < paths.size(); i++) {
                    long at = server.client().get(paths.get(i)).json().get("position").longValue();
                    lost += 1 + 200L * kill - at;
                    // what was lost is read again, so that all have read the same
                    for (long p = at; p < 1 + 200L * kill; p++) {
                        ask(client, paths.get(i));
                    }
                }
                while (paths.size() < 20) {
                    paths.add(client.session("text"));
                }
                for (int t = 0; t < 200 && kill < KILLS; t++) {
                    for (String path : paths) {
                        ask(client, path);
                    }
                }
                if (kill < KILLS) {
                    // wherever it is, in the middle of a save as well
                    server.kill();
                    continue;
                }
                List<String> snapshots = new ArrayList<>();
                for (String path : paths) {
                    snapshots.add(server.client().get(path + "/snapshot").text());
                }
                assertThat(snapshots.stream().distinct()).hasSize(1);
                assertThat(snapshots.getFirst()).contains("\"position\":" + (1 + 200 * KILLS));
            }
        }
        say("%d kills: 20 sessions went on, %,d of 20,000 steps had to be sent again", KILLS, lost);
    }

    private static String url(ServeProcess server) {
        return server.client().url();
    }

    private static void ask(LoadClient client, String path) throws IOException {
        LoadClient.Reply reply = client.ask(LoadClient.request(path + "/step", "{\"text\":\"a\"}"));
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void clients_by_the_hundred_ask_for_minutes() throws Exception {
        long end = System.nanoTime() + Long.getLong(SECONDS) * 1_000_000_000L;
        LongAdder answers = new LongAdder();
        try (ServeProcess server = ServeProcess.start(folder, text.toString());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> load(url(server), end, answers)));
            }
            List<Double> heaps = new ArrayList<>();
            long step = Math.max(1, Long.getLong(SECONDS) / 10);
            while (System.nanoTime() < end) {
                Thread.sleep(step * 1000);
                heaps.add(live(server));
                say(
                        "%,12d answers, %.1f MiB of live objects, %.0f MiB resident",
                        answers.sum(), heaps.getLast(), resident(server));
            }
            assertThat(heaps.getLast()).isLessThan(heaps.getFirst() + 4);
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(server.client().get("metrics").text())
                    .contains("rondo_queue_jobs{model=\"text\"} 0\n", "rondo_sessions 0\n");
        }
    }

    /** What a full collection leaves of the heap, in MiB. */
    private static double live(ServeProcess server) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(server.process().pid());
        Process process = new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram").start();
        String histogram = new String(process.getInputStream().readAllBytes());
        String total =
                histogram.lines().filter(l -> l.startsWith("Total")).findFirst().orElseThrow();
        return Long.parseLong(total.strip().replaceAll(".*\\s", "")) / (double) (1 << 20);
    }

    /**
     * Predictions, and sessions that are opened, read and closed; now and then a new connection.
     */
    private static Void load(String url, long end, LongAdder answers) throws IOException {
        byte[] predict = LoadClient.request(PREDICT, "{\"prompt\":\"ab\",\"length\":4}");
        while (System.nanoTime() < end) {
            try (LoadClient client = new LoadClient(url)) {
                for (int i = 0; i < 50 && System.nanoTime() < end; i++) {
                    assertThat(client.ask(predict).status()).isEqualTo(200);
                    String path = client.session("text");
                    ask(client, path);
                    byte[] close =
                            ("DELETE /" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII);
                    assertThat(client.ask(close).status()).isEqualTo(204);
                    answers.add(4);
                }
            }
        }
        return null;
    }

    private static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
