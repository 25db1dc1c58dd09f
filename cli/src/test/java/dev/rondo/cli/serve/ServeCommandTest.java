package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.cli.CommandLineRun;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** What is refused before anything is served, and what the token lets in. */
class ServeCommandTest {
    private static final String SECRET = "0123456789abcdef-secret";

    @TempDir private static Path folder;
    private static Path text;

    @BeforeAll
    static void train() {
        text = Trained.text(folder.resolve("text"));
    }

    private static CommandLineRun serve(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "serve";
        all[1] = text.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return CommandLineRun.of(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port|65536|--port must be 0 to 65535, got 65536",
                "--port|-1|--port must be 0 to 65535",
                "--batch|1025|--batch must be at most 1024",
                "--body-limit|1048577|--body-limit must be at most",
                "--request-timeout|51|--request-timeout must be at most 50",
                "--host|0.0.0.0|add --token-file FILE",
                "--host|[::zz]|there is no such address",
                "--token-file|/nonexistent/token|is no file",
            })
    void a_wrong_option_is_named(String option, String value, String words) {
        CommandLineRun run = serve(option, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(words);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (Served served = Served.of(Served.SETTINGS, text)) {
            String url = served.server().url();
            String port = url.substring(url.lastIndexOf(':') + 1, url.length() - 1);
            CommandLineRun run = serve("--port", port);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("--port " + port, "choose another");
        }
    }

    @Test
    void two_models_of_one_name_are_refused() {
        CommandLineRun run = serve(text.toString(), "--port", "0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("have the same last name");
    }

    @Test
    void what_is_no_run_directory_is_refused() {
        CommandLineRun run = serve(folder.toString(), "--port", "0");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("is not a run directory");
    }

    @Test
    void a_token_that_others_may_read_is_refused() throws IOException {
        assumeTrue(posix(), "permissions of POSIX");
        Path file = token(SECRET, "rw-r-----");
        CommandLineRun run = serve("--token-file", file.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("chmod 600");
    }

    @Test
    void a_short_token_is_refused() throws IOException {
        assertThat(serve("--token-file", token("secret", "rw-------").toString()).err())
                .contains("at least 16");
        assertThat(serve("--token-file", token(SECRET + " x", "rw-------").toString()).err())
                .contains("one token");
    }

    private static boolean posix() throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.supportsFileAttributeView("posix");
    }

    private static Path token(String secret, String permissions) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "token", ""), secret + "\n");
        if (posix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
        return file;
    }

    @Test
    void nobody_is_let_in_without_the_token() throws Exception {
        ServeSettings s = Served.SETTINGS;
        Optional<Token> token = Optional.of(Token.read(token(SECRET, "rw-------")));
        ServeSettings settings =
                new ServeSettings("0.0.0.0", 0, token, 4, 8, s.body(), 20, 0, s.sessions());
        try (Served served = Served.of(settings, text)) {
            String url = served.server().url().replace("0.0.0.0", "127.0.0.1");
            try (Client client = new Client(url)) {
                String models = "v1/models";
                for (String open : new String[] {"", "health", "openapi.json"}) {
                    Client.Reply reply = client.get(open);
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.text()).doesNotContain("\"text\",\"task\"");
                }
                for (String closed :
                        new String[] {models, "metrics", "v1/models/text", "v1/models/none"}) {
                    Client.Reply reply = client.get(closed);
                    assertThat(reply.status()).as(closed).isEqualTo(401);
                    assertThat(reply.whole().headers().firstValue("WWW-Authenticate"))
                            .hasValueSatisfying(h -> assertThat(h).startsWith("Bearer"));
                }
                assertThat(client.post("v1/models/text/predict", "{").status()).isEqualTo(401);
                assertThat(status(client, "Bearer " + SECRET)).isEqualTo(200);
                assertThat(status(client, "bearer  " + SECRET)).isEqualTo(200);
                assertThat(status(client, "Bearer " + SECRET + "x")).isEqualTo(401);
                assertThat(status(client, "Bearer")).isEqualTo(401);
                assertThat(status(client, "Basic " + SECRET)).isEqualTo(401);
                assertThat(client.ask("GET", models, null, "Origin", "http://evil").status())
                        .isEqualTo(403);
            }
        }
    }

    private static int status(Client client, String authorization) {
        return client.ask("GET", "v1/models", null, "Authorization", authorization).status();
    }

    @Test
    void sessions_outlive_the_server_but_not_their_model() throws Exception {
        ServeSettings s = Served.SETTINGS;
        var limits =
                new ServeSettings.SessionLimits(5, 3600, Optional.of(folder.resolve("kept")), 3600);
        ServeSettings settings =
                new ServeSettings(s.host(), 0, s.token(), 4, 8, s.body(), 20, 0, limits);
        String path;
        String before;
        try (Served served = Served.of(settings, text)) {
            Client client = served.client();
            path =
                    "v1/models/text/sessions/"
                            + client.post("v1/models/text/sessions", "{\"prompt\":\"ab\"}")
                                    .json()
                                    .get("session")
                                    .textValue();
            client.post(path + "/step", "{\"text\":\" c\"}");
            before = client.get(path + "/snapshot").text();
            CommandLineRun second =
                    serve("--port", "0", "--sessions", folder.resolve("kept").toString());
            assertThat(second.code()).isEqualTo(2);
            assertThat(second.err()).contains("in use by another server");
        }
        try (Served served = Served.of(settings, text)) {
            assertThat(served.client().get(path + "/snapshot").text()).isEqualTo(before);
        }
        Path other = Trained.pairs(folder.resolve("other"));
        CommandLineRun without =
                CommandLineRun.of(
                        "serve",
                        other.toString(),
                        "--port",
                        "0",
                        "--sessions",
                        folder.resolve("kept").toString());
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("has sessions of the model 'text'", "not served now");
        Files.write(folder.resolve("kept/sessions.safetensors"), new byte[20]);
        CommandLineRun damaged =
                serve("--port", "0", "--sessions", folder.resolve("kept").toString());
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.err()).contains("sessions.safetensors");
    }
}
