package dev.rondo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real Chromium, without a window, that is told what to do by its protocol for developers. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Browser(Process process, Path profile) throws Exception {
        this.process = process;
        Path ports = profile.resolve("DevToolsActivePort");
        while (process.isAlive() && (!Files.exists(ports) || Files.size(ports) == 0)) {
            Thread.onSpinWait();
        }
        int port = Integer.parseInt(Files.readAllLines(ports).getFirst());
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        JsonNode page = null;
        while (page == null) {
            String pages =
                    http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
            for (JsonNode p : MAPPER.readTree(pages)) {
                page = p.get("type").textValue().equals("page") ? p : page;
            }
        }
        URI target = URI.create(page.get("webSocketDebuggerUrl").textValue());
        socket = http.newWebSocketBuilder().buildAsync(target, new Listener()).join();
        for (String domain : List.of("Page", "Log", "Runtime")) {
            tell(domain + ".enable", Map.of());
        }
    }

    /** One with a fresh profile; empty where there is no Chromium. */
    public static Optional<Browser> start(Path profile) throws Exception {
        Optional<Path> program =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .flatMap(d -> NAMES.stream().map(n -> Path.of(d, n)))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Process process =
                new ProcessBuilder(
                                program.get().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return Optional.of(new Browser(process, profile));
        } catch (Exception | Error e) {
            process.destroyForcibly().waitFor();
            throw e;
        }
    }

    /** Gathers answers and complaints. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void take(String message) {
        try {
            JsonNode m = MAPPER.readTree(message);
            if (m.has("id")) {
                waiting.remove(m.get("id").intValue()).complete(m);
            } else if (List.of("Log.entryAdded", "Runtime.exceptionThrown")
                    .contains(m.get("method").textValue())) {
                synchronized (complaints) {
                    complaints.add(message);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(message, e);
        }
    }

    /** Runs a command of the protocol. */
    public JsonNode tell(String method, Map<String, Object> parameters) throws Exception {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        ObjectNode command = MAPPER.createObjectNode().put("id", number).put("method", method);
        command.set("params", MAPPER.valueToTree(parameters));
        socket.sendText(command.toString(), true).join();
        JsonNode m = answer.get(20, TimeUnit.SECONDS);
        if (m.has("error")) {
            throw new AssertionError(method + ": " + m);
        }
        return m.get("result");
    }

    /** What an expression of JavaScript gives; a promise is awaited. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode result =
                tell(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", expression,
                                "awaitPromise", true,
                                "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result);
        }
        return result.get("result").path("value");
    }

    /** Opens an address in a window so wide, light or dark. */
    public void open(String address, int width, String scheme) throws Exception {
        tell(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        tell(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        tell("Page.navigate", Map.of("url", address));
    }

    /** Keeps a picture of the whole page in the folder that a property names, if it does. */
    public void keep(String name) throws Exception {
        String folder = System.getProperty("rondo.serve.pictures");
        if (folder != null) {
            String data =
                    tell("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                            .get("data")
                            .textValue();
            Files.write(Path.of(folder, name + ".png"), Base64.getDecoder().decode(data));
        }
    }

    /** Waits until an expression is true. */
    public void await(String expression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!evaluate("Boolean(" + expression + ")").booleanValue()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "never came true: "
                                + expression
                                + "\n"
                                + evaluate("document.body.innerText")
                                + complaints());
            }
        }
    }

    /**
     * What the page did that the browser did not like, such as a script that its policy forbids.
     */
    public List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    /** Forgets complaints that were asked for. */
    public void forgetComplaints() {
        synchronized (complaints) {
            complaints.clear();
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        // its helpers would go on writing to the profile for a moment
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(p -> p.onExit().join());
    }
}
