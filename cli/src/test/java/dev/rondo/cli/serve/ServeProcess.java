package dev.rondo.cli.serve;

import dev.rondo.cli.ChildJvm;
import dev.rondo.cli.Main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, as a user starts it. */
final class ServeProcess implements AutoCloseable {
    private final Process process;
    private final Client client;
    private final Path log;

    private ServeProcess(Process process, Client client, Path log) {
        this.process = process;
        this.client = client;
        this.log = log;
    }

    static ServeProcess start(Path folder, String... words) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of("serve", "--port", "0", "--backend", "scalar", "--warm-up", "0"));
        all.addAll(List.of(words));
        Path log = Files.createTempFile(folder, "serve", ".log");
        Process process =
                ChildJvm.of(
                                Main.class,
                                List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"),
                                all.toArray(String[]::new))
                        .redirectError(log.toFile())
                        .start();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String url = out.readLine();
        if (url == null) {
            throw new AssertionError(Files.readString(log));
        }
        return new ServeProcess(process, new Client(url), log);
    }

    Client client() {
        return client;
    }

    Process process() {
        return process;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends it without warning, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        client.close();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
