package dev.rondo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.ChildJvm;
import dev.rondo.cli.CommandLineRun;
import dev.rondo.cli.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many steps of an LSTM of 256 units a server answers in a second, and how fast, with ours and
 * with ONNX Runtime behind it. {@code scripts/serve-load} runs it.
 */
@EnabledIfSystemProperty(named = ServeLoadFigures.SECONDS, matches = "[0-9]+")
class ServeLoadFigures {
    /** How long each figure is measured. */
    static final String SECONDS = "rondo.serve.load";

    /** What a request asks for. */
    private enum Work {
        STEP("/step", "{\"text\":\"A\",\"probabilities\":1}"),
        WRITE("/generate", "{\"length\":64,\"probabilities\":1}");

        private final String path;
        private final String body;

        Work(String path, String body) {
            this.path = path;
            this.body = body;
        }

        @Override
        public String toString() {
            return this == STEP ? "1 step" : "64 steps";
        }
    }

    private static final int[] CLIENTS = {1, 16, 256};
    private static final int ROUNDS = 3;

    /** As the script {@code rondo} starts Java. */
    private static final List<String> JAVA =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-Xmn24m");

    @TempDir private Path folder;

    /**
     * What was measured.
     *
     * @param rate answers a second
     * @param median of the times, in seconds
     * @param p99 of the times
     * @param most of the times
     * @param work time of the server's processors for an answer
     */
    private record Figure(double rate, double median, double p99, double most, double work) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f | %.2f | %.2f | %.1f | %.3f",
                    rate,
                    median * 1e3,
                    p99 * 1e3,
                    most * 1e3,
                    work * 1e3);
        }
    }

    @Test
    void steps_of_an_lstm() throws Exception {
        long seconds = Long.getLong(SECONDS);
        Path run = model();
        Map<String, ProcessBuilder> servers = new LinkedHashMap<>();
        servers.put("Rondo", ChildJvm.of(Main.class, JAVA, "serve", run.toString(), "--port", "0"));
        servers.put(
                "ONNX Runtime",
                ChildJvm.of(
                        OnnxServer.class,
                        JAVA,
                        run.toString(),
                        folder.resolve("model.onnx").toString()));
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (var server : servers.entrySet()) {
                Process process =
                        server.getValue().redirectError(folder.resolve("log").toFile()).start();
                try {
                    String url = url(process);
                    measure(process, url, Work.STEP, 16, seconds); // Java compiles what is hot
                    for (Work work : Work.values()) {
                        for (int clients : CLIENTS) {
                            figures.computeIfAbsent(
                                            work + " | " + clients + " | " + server.getKey(),
                                            _ -> new ArrayList<>())
                                    .add(measure(process, url, work, clients, seconds));
                        }
                    }
                } finally {
                    process.destroyForcibly().waitFor();
                }
            }
        }
        System.out.println(
                "| request | clients | engine | requests/s | median ms | 99 % ms | longest ms | CPU ms |");
        System.out.println("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        for (Work work : Work.values()) {
            for (int clients : CLIENTS) {
                for (String server : servers.keySet()) {
                    String which = work + " | " + clients + " | " + server;
                    List<Figure> all = figures.get(which);
                    all.sort(Comparator.comparingDouble(Figure::rate));
                    System.out.println("| " + which + " | " + all.get(ROUNDS / 2) + " |");
                }
            }
        }
    }

    private static String url(Process process) throws IOException {
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return out.readLine();
    }

    private Path model() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append((char) (' ' + random.nextInt(64)));
        }
        Path file = Files.writeString(folder.resolve("text"), text);
        Path run = folder.resolve("model");
        String words =
                "train text --cell lstm --hidden 256 --embedding 64 --steps 1 --batch 2 --sequence 8";
        List<String> all = new ArrayList<>(Arrays.asList(words.split(" ")));
        all.addAll(List.of("--text", file.toString(), "--output", run.toString()));
        CommandLineRun trained = CommandLineRun.of(all.toArray(String[]::new));
        assertThat(trained.code()).as(trained.err()).isZero();
        return run;
    }

    private static Figure measure(Process server, String url, Work work, int clients, long seconds)
            throws Exception {
        double before = work(server);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> asked(url, work, end)));
            }
            long[][] times = new long[clients][];
            for (int i = 0; i < clients; i++) {
                times[i] = all.get(i).get();
            }
            long[] sorted = LoadClient.sorted(times);
            return new Figure(
                    sorted.length / (double) seconds,
                    LoadClient.percentile(sorted, 0.5) / 1e9,
                    LoadClient.percentile(sorted, 0.99) / 1e9,
                    sorted[sorted.length - 1] / 1e9,
                    (work(server) - before) / sorted.length);
        }
    }

    /** The time of processors that it has used, in seconds. */
    private static double work(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** One client with a session of its own, until that time. */
    private static long[] asked(String url, Work work, long end) throws IOException {
        long[] times = new long[1024];
        int count = 0;
        try (LoadClient client = new LoadClient(url)) {
            String path = client.session("model");
            byte[] step = LoadClient.request(path + work.path, work.body);
            for (long begin = System.nanoTime(); begin < end; ) {
                LoadClient.Reply reply = client.ask(step);
                if (reply.status() != 200) {
                    throw new IOException(new String(reply.body(), StandardCharsets.UTF_8));
                }
                long now = System.nanoTime();
                if (count == times.length) {
                    times = Arrays.copyOf(times, 2 * count);
                }
                times[count++] = now - begin;
                begin = now;
            }
        }
        return Arrays.copyOf(times, count);
    }
}
