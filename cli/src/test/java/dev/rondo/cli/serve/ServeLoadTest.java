package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Too much at once, and the end while there is work. The model waits for a sign. */
@Timeout(60)
class ServeLoadTest {
    private static final String PREDICT = "v1/models/text/predict";
    private static final String SESSIONS = "v1/models/text/sessions";

    @TempDir private static Path folder;
    private static Path text;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch sign = new CountDownLatch(1);

    @BeforeAll
    static void train() {
        text = Trained.text(folder.resolve("text"));
    }

    /** A model that computes only after the sign. */
    private record Waiting(TextEngine engine, CountDownLatch begun, CountDownLatch sign)
            implements TextEngine {
        @Override
        public RowState initial() {
            return engine.initial();
        }

        @Override
        public List<float[]> step(int[] symbols, List<RowState> states) {
            begun.countDown();
            try {
                sign.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return engine.step(symbols, states);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private Served waiting(int queue, int timeout) throws IOException {
        ServeSettings s = Served.SETTINGS;
        ServeSettings settings =
                new ServeSettings(
                        s.host(), 0, s.token(), 4, queue, s.body(), timeout, 0, s.sessions());
        return Served.around(settings, text, engine -> new Waiting(engine, begun, sign));
    }

    private static CompletableFuture<Client.Reply> asked(Client client, String path) {
        CompletableFuture<Client.Reply> reply = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        reply.complete(client.post(path, "{}"));
                    } catch (RuntimeException e) {
                        reply.completeExceptionally(e);
                    }
                });
        return reply;
    }

    private static void awaitQueue(Client client, int jobs) {
        String wanted = "rondo_queue_jobs{model=\"text\"} " + jobs + "\n";
        while (!client.get("metrics").text().contains(wanted)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_is_more_than_the_queue_holds_is_refused_and_the_rest_answered() throws Exception {
        try (Served served = waiting(6, 20)) {
            Client client = served.client();
            List<CompletableFuture<Client.Reply>> accepted = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                accepted.add(asked(client, PREDICT));
            }
            awaitQueue(client, 6);
            Client.Reply refused = client.post(PREDICT, "{}");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.whole().headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.detail()).contains("at most 6 (--queue)");
            sign.countDown();
            assertThat(accepted).allMatch(r -> r.join().status() == 200);
        }
    }

    @Test
    void what_takes_too_long_is_given_up() throws Exception {
        try (Served served = waiting(6, 1)) {
            Client.Reply reply = served.client().post(PREDICT, "{}");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.detail()).contains("longer than the 1 s");
            sign.countDown();
            awaitQueue(served.client(), 0);
            assertThat(served.client().post(PREDICT, "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void the_end_loses_no_accepted_request() throws Exception {
        Served served = waiting(64, 20);
        Client client = served.client();
        List<CompletableFuture<Client.Reply>> accepted =
                IntStream.range(0, 40).mapToObj(_ -> asked(client, PREDICT)).toList();
        awaitQueue(client, 40);
        Thread end = Thread.startVirtualThread(() -> served.server().close());
        Client.Reply health = client.get("health");
        while (health.status() == 200) {
            health = client.get("health");
        }
        assertThat(health.json().get("status").textValue()).isEqualTo("stopping");
        Client.Reply late = client.post(PREDICT, "{}");
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.detail()).contains("stopping");
        assertThat(late.whole().headers().firstValue("Connection")).contains("close");
        assertThat(accepted).noneMatch(CompletableFuture::isDone);
        sign.countDown();
        assertThat(accepted).allMatch(r -> r.join().status() == 200);
        end.join();
        client.close();
    }

    @Test
    void two_requests_do_not_go_on_with_a_session_at_once() throws Exception {
        try (Served served = waiting(6, 20)) {
            Client client = served.client();
            CompletableFuture<Client.Reply> opened = asked(client, SESSIONS);
            begun.await();
            sign.countDown();
            String path = SESSIONS + "/" + opened.join().json().get("session").textValue();
            List<CompletableFuture<Client.Reply>> all =
                    IntStream.range(0, 20)
                            .mapToObj(_ -> asked(client, path + "/generate"))
                            .toList();
            long done = all.stream().filter(r -> r.join().status() == 200).count();
            assertThat(all).allMatch(r -> r.join().status() == 200 || r.join().status() == 409);
            // each step that was answered was taken, and no other
            assertThat(client.get(path).json().get("position").longValue()).isEqualTo(1 + done);
        }
    }

    @Test
    void a_session_that_is_closed_while_it_is_read_still_answers() throws Exception {
        try (Served served = waiting(6, 20)) {
            Client client = served.client();
            CompletableFuture<Client.Reply> opened = asked(client, SESSIONS);
            sign.countDown();
            String path = SESSIONS + "/" + opened.join().json().get("session").textValue();
            List<CompletableFuture<Client.Reply>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(asked(client, path + "/generate"));
                all.add(CompletableFuture.supplyAsync(() -> client.delete(path)));
            }
            assertThat(all).allMatch(r -> List.of(200, 204, 404, 409).contains(r.join().status()));
            assertThat(client.get(path).status()).isEqualTo(404);
            assertThat(client.get("metrics").text()).contains("\nrondo_sessions 0\n");
        }
    }

    @Test
    void a_session_that_nobody_uses_ends() throws Exception {
        ServeSettings s = Served.SETTINGS;
        var limits = new ServeSettings.SessionLimits(5, 1, Optional.empty(), 3600);
        ServeSettings settings =
                new ServeSettings(s.host(), 0, s.token(), 4, 8, s.body(), 20, 0, limits);
        try (Served served = Served.of(settings, text)) {
            Client client = served.client();
            assertThat(client.post(SESSIONS, "{}").status()).isEqualTo(201);
            while (!client.get("metrics").text().contains("rondo_sessions_expired_total 1\n")) {
                Thread.onSpinWait();
            }
            assertThat(client.get("metrics").text()).contains("\nrondo_sessions 0\n");
        }
    }

    @Test
    void a_model_that_fails_answers_all_and_goes_on() throws Exception {
        boolean[] broken = {true};
        Breaking around = new Breaking(broken);
        try (Served served = Served.around(Served.SETTINGS, text, around::around)) {
            Client client = served.client();
            Client.Reply failed = client.post(PREDICT, "{}");
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.text()).doesNotContain("a secret");
            assertThat(served.messages()).contains("a request failed", "a secret");
            broken[0] = false;
            assertThat(client.post(PREDICT, "{}").status()).isEqualTo(200);
        }
    }

    /** A model that fails while it is broken. */
    private record Breaking(boolean[] broken) {
        TextEngine around(TextEngine engine) {
            return new TextEngine() {
                @Override
                public RowState initial() {
                    return engine.initial();
                }

                @Override
                public List<float[]> step(int[] symbols, List<RowState> states) {
                    if (broken[0]) {
                        throw new IllegalStateException("a secret");
                    }
                    return engine.step(symbols, states);
                }

                @Override
                public void close() {
                    engine.close();
                }
            };
        }
    }
}
