package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.cli.CommandLineRun;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Requests and their answers, right ones and wrong ones. */
class ServeTest {
    private static final String TEXT = "v1/models/text/";
    private static final String PREDICT = TEXT + "predict";
    private static final String SESSIONS = TEXT + "sessions";
    private static final String CLASSIFY = "v1/models/classes/classify";
    private static final String ALONE = "{\"series\":{\"y\":[0.1,0.2,0.3,0.4]}}";
    private static final String ROWS = "{\"series\":{\"y\":[0.1,0.2,0.3,0.4],\"x\":[1,2,3,4]}}";

    @TempDir private static Path folder;
    private static Path text;
    private static Path series;
    private static Path paths;
    private static Path pairs;
    private static Path classes;
    private static Path numbers;
    private static Served served;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        text = Trained.text(folder.resolve("text"));
        series = Trained.series(folder.resolve("series"));
        paths = Trained.paths(folder.resolve("paths"));
        pairs = Trained.pairs(folder.resolve("pairs"));
        classes = Trained.classes(folder.resolve("classes"));
        numbers = Trained.numbers(folder.resolve("numbers"));
        served = Served.of(Served.SETTINGS, text, series, paths, pairs, classes, numbers);
        client = served.client();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void a_text_goes_on_as_the_command_line_writes_it() {
        String words = "sample DIR --prompt ab --length 30 --seed 7 --backend scalar";
        CommandLineRun run = CommandLineRun.of(words.replace("DIR", text.toString()).split(" "));
        Client.Reply reply = client.post(PREDICT, "{\"prompt\":\"ab\",\"length\":30,\"seed\":7}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat("ab" + reply.json().get("text").textValue() + "\n").isEqualTo(run.out());
    }

    @Test
    void the_probabilities_of_all_next_symbols_sum_to_one() {
        JsonNode next =
                client.post(PREDICT, "{\"prompt\":\"ab\",\"probabilities\":8}").json().get("next");
        double sum = 0;
        double before = 1;
        for (JsonNode n : next) {
            double p = n.get("probability").doubleValue();
            assertThat(p).isLessThanOrEqualTo(before);
            before = p;
            sum += p;
        }
        assertThat(next).hasSize(8);
        assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"series", "paths"})
    void a_series_goes_on_as_the_command_line_forecasts_it(String model) throws Exception {
        Path csv = folder.resolve("next.csv");
        java.nio.file.Files.writeString(csv, "x,y\n1,0.1\n2,0.2\n3,0.3\n4,0.4\n");
        CommandLineRun run =
                CommandLineRun.of(
                        "forecast",
                        folder.resolve(model).toString(),
                        "--csv",
                        csv.toString(),
                        "--backend",
                        "scalar");
        String rows = model.equals("series") ? ROWS : ALONE;
        JsonNode answer = client.post("v1/models/" + model + "/forecast", rows).json();
        JsonNode forecast = answer.get("forecast");
        JsonNode quantiles = answer.get("quantiles");
        List<String> lines =
                new ArrayList<>(List.of("step,y,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95"));
        for (int h = 0; h < 2; h++) {
            StringBuilder line = new StringBuilder();
            line.append(h + 1).append(',').append(forecast.get(h).floatValue());
            for (JsonNode of : quantiles) {
                line.append(',').append(of.get(h).floatValue());
            }
            lines.add(line.toString());
        }
        assertThat(run.out().lines().toList()).isEqualTo(lines);
    }

    @Test
    void sources_become_what_the_command_line_writes() {
        CommandLineRun run =
                CommandLineRun.of("predict", pairs.toString(), "12", "7", "--backend", "scalar");
        JsonNode p =
                client.post(
                                "v1/models/pairs/predict",
                                "{\"sources\":[\"12\",\"7\"],\"attention\":true}")
                        .json()
                        .get("predictions");
        assertThat(run.out().lines().toList())
                .containsExactly(p.get(0).get("text").asText(), p.get(1).get("text").asText());
        assertThat(p.get(0).get("attention").get(0)).hasSize(2);
    }

    @Test
    void texts_get_the_classes_that_the_command_line_gives_them() {
        CommandLineRun run =
                CommandLineRun.of(
                        "classify",
                        classes.toString(),
                        "a good day",
                        "bad zebras " + "and ".repeat(30),
                        "--temperature",
                        "2",
                        "--backend",
                        "scalar");
        JsonNode answer =
                client.post(
                                CLASSIFY,
                                "{\"texts\":[\"a good day\",\"bad zebras "
                                        + "and ".repeat(30)
                                        + "\"],\"temperature\":2}")
                        .json();
        List<String> lines = new ArrayList<>(List.of("line,class,p_bad,p_good"));
        for (JsonNode p : answer.get("predictions")) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%d,%s,%.6f,%.6f",
                            lines.size(),
                            p.get("class").textValue(),
                            p.at("/probabilities/bad").doubleValue(),
                            p.at("/probabilities/good").doubleValue()));
        }
        assertThat(run.out().lines().toList()).isEqualTo(lines);
        assertThat(answer.get("warnings")).hasSize(2);
        assertThat(answer.at("/warnings/0").textValue())
                .contains("'texts', element 2: ", "('zebras' at 2)", "as one unknown symbol");
        assertThat(answer.at("/warnings/1").textValue())
                .contains("of its 32 words the first 20 are read");
        assertThat(run.err()).contains("('zebras' at 2)", "of its 32 words the first 20 are read");
    }

    @Test
    void sequences_of_numbers_get_the_classes_that_the_command_line_gives_them() throws Exception {
        Path csv = folder.resolve("sequence.csv");
        java.nio.file.Files.writeString(csv, "id,time,x,y\nq,1,0.5,2\nq,2,-0.25,9\n");
        CommandLineRun run =
                CommandLineRun.of(
                        "classify",
                        numbers.toString(),
                        "--csv",
                        csv.toString(),
                        "--backend",
                        "scalar");
        JsonNode answer =
                client.post("v1/models/numbers/classify", "{\"sequences\":[[[0.5,2],[-0.25,9]]]}")
                        .json();
        JsonNode p = answer.at("/predictions/0");
        assertThat(run.out().lines().toList())
                .containsExactly(
                        "id,class,p_down,p_up",
                        String.format(
                                Locale.ROOT,
                                "q,%s,%.6f,%.6f",
                                p.get("class").textValue(),
                                p.at("/probabilities/down").doubleValue(),
                                p.at("/probabilities/up").doubleValue()));
        assertThat(answer.at("/warnings/0").textValue())
                .isEqualTo(
                        "'sequences', element 1: 1 of its numbers lie outside those of training");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "classes | {}                            | 'texts' is missing",
                "classes | {\"texts\":[]}                | at least 1",
                "classes | {\"texts\":[\"a\",\" \"]}     | element 2: the text has no word",
                "classes | {\"sequences\":[[1]]}         | no field 'sequences'",
                "classes | {\"texts\":[\"a\"],\"temperature\":0} | 'temperature'",
                "numbers | {\"texts\":[\"a\"]}           | no field 'texts'",
                "numbers | {\"sequences\":[]}            | at least 1",
                "numbers | {\"sequences\":[[]]}          | 'sequences[0]' must have at least 1",
                "numbers | {\"sequences\":[[1,2]]}       | 'sequences[0][0]' must be a list",
                "numbers | {\"sequences\":[[[1]]]}       | 'sequences[0][0]' must have at least 2",
                "numbers | {\"sequences\":[[[1,2,3]]]}   | at most 2",
                "numbers | {\"sequences\":[[[1,1e999]]]} | 'sequences[0][0][1]' must be a finite",
                "numbers | {\"sequences\":[[[1,1e300]]]} | element 1: 1.0E300 at step 1 is so far",
            })
    void what_cannot_be_classified_is_told_why(String model, String body, String words) {
        Client.Reply reply = client.post("v1/models/" + model + "/classify", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.detail()).contains(words);
    }

    @Test
    void sequences_of_numbers_beyond_the_longest_are_refused() {
        String body = "{\"sequences\":[[" + "[1,2],".repeat(4096) + "[1,2]]]}";
        assertThat(client.post("v1/models/numbers/classify", body).detail())
                .contains("at most 4096 elements, got 4097");
    }

    @Test
    void a_session_reads_piece_by_piece_what_is_read_at_once() {
        String whole =
                client.post(PREDICT, "{\"prompt\":\"ab cd\",\"length\":9,\"seed\":3}").text();
        String path = open("{\"prompt\":\"ab\"}");
        assertThat(client.post(path + "/step", "{\"text\":\" c\"}").status()).isEqualTo(200);
        assertThat(client.post(path + "/step", "{\"text\":\"d\",\"position\":4}").status())
                .isEqualTo(200);
        Client.Reply written = client.post(path + "/generate", "{\"length\":9,\"seed\":3}");
        assertThat(written.text()).isEqualTo(whole);
        assertThat(client.get(path).json().get("position").intValue()).isEqualTo(14);
        close(path);
        assertThat(client.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_snapshot_goes_on_in_another_session() {
        String path = open("{\"prompt\":\"fa. ab\"}");
        String snapshot = client.get(path + "/snapshot").text();
        String there = open("{\"snapshot\":" + snapshot + "}");
        String step = "{\"text\":\"cd\",\"probabilities\":8}";
        assertThat(client.post(there + "/step", step).text())
                .isEqualTo(client.post(path + "/step", step).text());
        close(path);
        close(there);
    }

    @Test
    void a_snapshot_that_was_changed_is_refused() throws Exception {
        String path = open("{}");
        ObjectNode good = (ObjectNode) client.get(path + "/snapshot").json();
        close(path);
        String[][] changes = {
            {"model_sha256", "\"00\"", "409", "another model"},
            {"version", "2", "422", "version"},
            {"position", "0", "422", "position"},
            {"state", "{}", "422", "state.0' is missing"},
            {"state", "{\"state.0\":\"AAAA\",\"state.1\":\"AAAA\"}", "422", "bytes"},
            {"logits", "\"*\"", "422", "Base64"},
            {"logits", "\"" + "AADAfw==".repeat(1) + "\"", "422", "bytes"},
            {"logits", "\"" + nan(8) + "\"", "422", "finite"},
        };
        for (String[] change : changes) {
            ObjectNode bad = good.deepCopy();
            bad.set(change[0], new ObjectMapper().readTree(change[1]));
            Client.Reply reply = client.post(SESSIONS, "{\"snapshot\":" + bad + "}");
            assertThat(reply.status()).as(change[1]).isEqualTo(Integer.parseInt(change[2]));
            assertThat(reply.detail()).contains(change[3]);
        }
    }

    private static String nan(int count) {
        byte[] bytes = new byte[4 * count];
        for (int i = 0; i < count; i++) {
            bytes[4 * i + 2] = (byte) 0xC0;
            bytes[4 * i + 3] = 0x7F;
        }
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void as_many_sessions_as_the_limit_are_open() {
        List<String> open = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            open.add(open("{}"));
        }
        Client.Reply refused = client.post(SESSIONS, "{}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.whole().headers().firstValue("Retry-After")).isPresent();
        open.forEach(ServeTest::close);
        close(open("{}"));
    }

    @Test
    void a_failed_opening_takes_no_place() {
        for (int i = 0; i < 8; i++) {
            assertThat(client.post(SESSIONS, "{\"prompt\":\"?\"}").status()).isEqualTo(422);
        }
        close(open("{}"));
    }

    private static String open(String body) {
        Client.Reply reply = client.post(SESSIONS, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.whole().headers().firstValue("Location").orElseThrow().substring(1);
    }

    private static void close(String path) {
        Client.Reply reply = client.delete(path);
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.text()).isEmpty();
    }

    /** Different requests, all at once, again and again: they share runs in many ways. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void answers_do_not_depend_on_who_else_asks(String backend) throws Exception {
        try (Served other =
                Served.of(backend, Served.SETTINGS, text, series, paths, pairs, classes, numbers)) {
            Client c = other.client();
            List<Callable<String>> questions = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String prompt = "abcdef .".substring(i % 7);
                String body =
                        "{\"prompt\":\"" + prompt + "\",\"length\":" + i + ",\"seed\":" + i + "}";
                questions.add(() -> c.post(PREDICT, body).text());
                String rows = ROWS.replace("0.4", "0." + i);
                questions.add(() -> c.post("v1/models/series/forecast", rows).text());
                String alone = ALONE.replace("0.4", "0." + i);
                questions.add(() -> c.post("v1/models/paths/forecast", alone).text());
                String source = "{\"sources\":[\"" + i + "\",\"" + 3 * i + "\"]}";
                questions.add(() -> c.post("v1/models/pairs/predict", source).text());
                String words = "{\"texts\":[\"a day" + " and good".repeat(i) + "\",\"no\"]}";
                questions.add(() -> c.post(CLASSIFY, words).text());
                String steps = "{\"sequences\":[[[1,2]" + ",[0.5,3]".repeat(2 * i) + "]]}";
                questions.add(() -> c.post("v1/models/numbers/classify", steps).text());
            }
            List<String> single = new ArrayList<>();
            for (Callable<String> q : questions) {
                single.add(q.call());
            }
            assertThat(single).noneMatch(a -> a.contains("\"status\""));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int round = 0; round < 3; round++) {
                    List<String> together = new ArrayList<>();
                    for (Future<String> f : threads.invokeAll(questions)) {
                        together.add(f.get());
                    }
                    assertThat(together).isEqualTo(single);
                }
            }
            // some of them did share a run
            assertThat(c.get("metrics").text().lines())
                    .filteredOn(l -> l.startsWith("rondo_batch_jobs_"))
                    .anyMatch(l -> sharedRuns(l, c.get("metrics").text()));
        }
    }

    private static boolean sharedRuns(String line, String metrics) {
        if (!line.startsWith("rondo_batch_jobs_count")) {
            return false;
        }
        String labels = line.substring(line.indexOf('{'), line.indexOf('}'));
        String sum =
                metrics.lines()
                        .filter(l -> l.startsWith("rondo_batch_jobs_sum" + labels))
                        .findFirst()
                        .orElseThrow();
        return value(sum) > value(line);
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                     | 400 | well-formed",
                "                                      | 400 | it is empty",
                "[1]                                   | 400 | object",
                "{\"prompt\":\"a\"}{}                  | 400 | well-formed",
                "{\"prompt\":\"a\",\"prompt\":\"b\"}   | 400 | Duplicate",
                "{\"length\":NaN}                      | 400 | well-formed",
                "{\"length\":1e999}                    | 422 | whole number from 0",
                "{\"length\":1.5}                      | 422 | whole number",
                "{\"length\":-1}                       | 422 | from 0 to 10000",
                "{\"length\":10001}                    | 422 | from 0 to 10000",
                "{\"length\":\"7\"}                    | 422 | whole number",
                "{\"length\":99999999999999999999}     | 422 | whole number",
                "{\"temperature\":-0.1}                | 422 | 'temperature'",
                "{\"temperature\":1e999}               | 422 | 'temperature'",
                "{\"top_p\":0}                         | 422 | 'top_p'",
                "{\"top_k\":-1}                        | 422 | 'top_k'",
                "{\"prompt\":7}                        | 422 | 'prompt' must be a text",
                "{\"prompt\":[]}                       | 422 | got a list",
                "{\"prompt\":\"xyz\"}                  | 422 | 'x' (U+0078) at 1",
                "{\"prompt\":\"\\ud800\"}              | 422 | surrogate",
                "{\"promt\":\"a\"}                     | 422 | did you mean 'prompt'?",
                "{\"sources\":[\"1\"]}                 | 422 | no field 'sources'",
                "{\"probabilities\":9}                 | 422 | from 0 to 8",
            })
    void a_wrong_request_is_told_what_is_wrong(String body, int status, String words) {
        Client.Reply reply = client.post(PREDICT, body == null ? "" : body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.detail()).contains(words);
        assertThat(reply.type()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                              | 'series' is missing",
                "{\"series\":{\"y\":[1,2,3,4]}}                  | 'series.x' is missing",
                "{\"series\":{\"y\":[1,2,3],\"x\":[1,2,3]}}      | at least 4",
                "{\"series\":{\"y\":[1,2,3,4,5],\"x\":[1,2,3,4]}} | equally long",
                "{\"series\":{\"y\":[1,2,3,null],\"x\":[1,2,3,4]}} | element 4",
                "{\"series\":{\"y\":[1,2,3,\"4\"],\"x\":[1,2,3,4]}} | element 4",
                "{\"series\":{\"y\":[1,2,3,1e999],\"x\":[1,2,3,4]}} | finite",
                "{\"series\":{\"y\":[1,2,3,1e300],\"x\":[1,2,3,4]}} | too far from its mean",
                "{\"series\":{\"y\":[1,2,3,4],\"x\":[1,2,3,4],\"z\":[]}} | no field 'series.z'",
                "{\"series\":[[1,2,3,4]]}                        | must be an object",
            })
    void a_wrong_series_is_told_what_is_wrong(String body, String words) {
        checkUnusable("v1/models/series/forecast", body, words);
    }

    private void checkUnusable(String path, String body, String words) {
        Client.Reply reply = client.post(path, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.detail()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"sources\":[]}                  | at least 1",
                "{\"sources\":[\" \"]}             | element 1",
                "{\"sources\":[\"1234567\"]}       | has a length of 7",
                "{\"sources\":\"12\"}              | a list of texts",
                "{\"sources\":[1]}                 | a list of texts",
            })
    void a_wrong_source_is_told_what_is_wrong(String body, String words) {
        checkUnusable("v1/models/pairs/predict", body, words);
    }

    @Test
    void what_a_model_cannot_do_says_what_it_can() {
        assertThat(client.post("v1/models/text/forecast", ROWS).detail())
                .contains("has no forecast; it has predict, sessions");
        assertThat(client.post("v1/models/series/sessions", "{}").detail())
                .contains("has no sessions; it has forecast");
        assertThat(client.post("v1/models/texd/predict", "{}").detail())
                .contains(
                        "there are text, series, paths, pairs, classes, numbers; did you mean 'text'?");
    }

    @Test
    void a_wrong_method_names_the_right_ones() {
        Client.Reply reply = client.ask("PUT", PREDICT, "{}");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.whole().headers().firstValue("Allow")).contains("POST");
        assertThat(client.ask("OPTIONS", "health", null).whole().headers().firstValue("Allow"))
                .contains("GET, HEAD");
    }

    @Test
    void a_body_of_another_type_is_refused() {
        assertThat(client.ask("POST", PREDICT, null).status()).isEqualTo(415);
        assertThat(client.ask("POST", PREDICT, null, "Content-Type", "text/plain").status())
                .isEqualTo(415);
        assertThat(client.ask("POST", PREDICT, "{}", "Content-Encoding", "gzip").status())
                .isEqualTo(415);
    }

    @Test
    void a_body_that_is_too_large_is_refused_with_and_without_its_length() throws Exception {
        String large = "{\"prompt\":\"" + "a".repeat(1 << 16) + "\"}";
        assertThat(client.post(PREDICT, large).status()).isEqualTo(413);
        String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        assertThat(client.raw(head("Transfer-Encoding: chunked") + chunk)).contains(" 413 ");
        // 8 GB that never come
        assertThat(client.raw(head("Content-Length: 8000000000"))).contains(" 413 ");
    }

    @Test
    void nesting_without_end_is_refused() {
        String deep = "{\"prompt\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThat(client.post(PREDICT, deep).detail()).contains("at most 16 levels");
        String number = "{\"length\":" + "9".repeat(50_000) + "}";
        assertThat(client.post(PREDICT, number).detail()).contains("100 characters");
    }

    private static String head(String... headers) {
        return "POST /v1/models/text/predict HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nConnection: close\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    /** What is no HTTP at all gets an error of Java's server, or none; the server goes on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET / \r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET mailto:x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /../health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n",
                "G\u0000T / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: \u00ff\u0001\r\nBad name: 1\r\n\r\n",
            })
    void what_is_no_request_is_no_harm(String bytes) throws Exception {
        String reply = client.raw(bytes);
        assertThat(reply).satisfiesAnyOf(r -> assertThat(r).isEmpty(), ServeTest::isRefusal);
        assertThat(client.get("health").status()).isEqualTo(200);
    }

    private static void isRefusal(String reply) {
        assertThat(reply).matches("(?s)HTTP/1\\.1 (400|404|405|501|421) .*");
    }

    @Test
    void a_length_with_a_sign_is_refused() throws Exception {
        assertThat(client.raw(head("Content-Length: +2") + "{}")).contains(" 400 ");
        assertThat(client.raw(head("Content-Length: \u0662") + "{}")).contains("400");
    }

    @Test
    void a_header_that_is_too_large_ends_the_connection() throws Exception {
        String large = "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(500_000);
        try {
            assertThat(client.raw(large + "\r\n\r\n")).doesNotContain(" 200 ");
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageMatching("(?i).*(reset|pipe|abort).*");
        }
        assertThat(client.get("health").status()).isEqualTo(200);
    }

    @Test
    void requests_in_one_packet_are_answered_in_order() throws Exception {
        String body = "{\"prompt\":\"ab\"}";
        String post =
                "POST /v1/models/text/predict HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        String last = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        String replies = client.raw(post + post + last);
        assertThat(replies.split("HTTP/1.1 200 OK", -1)).hasSize(4);
        assertThat(replies).endsWith("{\"status\":\"ok\",\"models\":6}");
    }

    @Test
    void a_client_that_is_gone_is_no_failure() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = client.connect()) {
                String half = head("Content-Length: 100") + "{\"prompt\":";
                socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
            }
        }
        assertThat(client.get("health").status()).isEqualTo(200);
        assertThat(served.messages()).doesNotContain("request failed");
    }

    @Test
    void other_hosts_and_sites_are_refused() throws Exception {
        String request = "GET /v1/models HTTP/1.1\r\nConnection: close\r\nHost: ";
        assertThat(client.raw(request + "evil.example\r\n\r\n")).contains(" 421 ");
        assertThat(client.raw(request + "localhost:1\r\n\r\n")).contains(" 200 ");
        assertThat(client.raw(request + "[::1]:80\r\n\r\n")).contains(" 200 ");
        assertThat(client.raw(request + "localhost\r\nOrigin: http://evil.example\r\n\r\n"))
                .contains(" 403 ");
        assertThat(client.raw(request + "localhost\r\nOrigin: null\r\n\r\n")).contains(" 403 ");
        assertThat(client.raw(request + "localhost\r\nOrigin: http://localhost\r\n\r\n"))
                .contains(" 200 ")
                .doesNotContainIgnoringCase("access-control");
    }

    @Test
    void head_has_the_headers_of_get() {
        Client.Reply head = client.ask("HEAD", "health", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.whole().headers().firstValue("Content-Length")).contains("26");
    }

    @Test
    void metrics_are_as_prometheus_reads_them() {
        client.post(PREDICT, "{}");
        client.get("nothing/here");
        String metrics = client.get("metrics").text();
        // a request is counted once its answer has been sent
        for (int i = 0; i < 1000 && !metrics.contains("route=\"other\""); i++) {
            metrics = client.get("metrics").text();
        }
        assertThat(metrics.lines())
                .allMatch(l -> l.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{.*})? [0-9.]+"));
        assertThat(metrics)
                .contains(
                        "route=\"/v1/models/{model}/predict\",status=\"200\"",
                        "route=\"other\",status=\"404\"",
                        "rondo_queue_jobs{model=\"text\"} 0",
                        "rondo_batch_jobs_bucket{model=\"text\",le=\"1\"}",
                        "jvm_memory_used_bytes{area=\"heap\"}");
        // of each series there is one value
        List<String> names =
                metrics.lines()
                        .filter(l -> !l.startsWith("#"))
                        .map(l -> l.substring(0, l.lastIndexOf(' ')))
                        .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void ids_of_sessions_cannot_be_guessed() {
        List<String> ids =
                IntStream.range(0, 3)
                        .mapToObj(_ -> open("{}"))
                        .peek(ServeTest::close)
                        .map(p -> p.substring(p.lastIndexOf('/') + 1))
                        .toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]{32}"));
    }
}
