package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.rondo.backend.Backend;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers requests for models over HTTP: Java's own server, a virtual thread for each request.
 *
 * <p>{@link #close} answers what was accepted: requests that have begun are finished, later ones
 * are refused, and the sessions are saved.
 */
public final class Server implements AutoCloseable {
    private static final String NO_ROUTE = "other";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final ServeSettings settings;
    private final Console console;
    private final Metrics metrics = new Metrics();
    private final Models models;
    private final Sessions sessions;
    private final Gate gate;
    private final List<Route> routes;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Counts the requests at work; this is one party of its own. */
    private final Phaser atWork = new Phaser(1);

    private volatile boolean stopping;

    private Server(ServeSettings settings, Console console, Function<Metrics, Models> m)
            throws IOException {
        this.settings = settings;
        this.console = console;
        InetSocketAddress address = address(settings);
        JavaServer.limit(settings);
        this.http = HttpServer.create();
        bind(address);
        Models loaded = null;
        try {
            loaded = m.apply(metrics);
            this.models = loaded;
            this.sessions = new Sessions(settings.sessions(), models::named, console::warn);
        } catch (RuntimeException e) {
            http.stop(0);
            if (loaded != null) {
                loaded.close();
            }
            throw e;
        }
        this.gate = new Gate(settings.token());
        this.routes = new Api(models, sessions, metrics, settings.queue(), () -> stopping).routes();
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /**
     * Loads the models of run directories, and answers requests for them.
     *
     * @throws UsageException when the settings do not go together, or the port is taken
     * @throws IOException when the port cannot be opened
     */
    public static Server start(
            List<Path> directories, Backend backend, ServeSettings settings, Console console)
            throws IOException {
        return new Server(
                settings,
                console,
                metrics -> Models.load(directories, backend, settings, console, metrics::run));
    }

    /** Answers requests for one model, which has its name already. */
    static Server start(
            ServeSettings settings, Console console, Function<Metrics, NamedModel> model)
            throws IOException {
        return new Server(settings, console, metrics -> Models.of(model.apply(metrics), settings));
    }

    private static InetSocketAddress address(ServeSettings settings) {
        InetAddress host;
        try {
            host = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new UsageException("--host " + settings.host() + ": there is no such address");
        }
        if (!host.isLoopbackAddress() && settings.token().isEmpty()) {
            throw new UsageException(
                    "--host "
                            + settings.host()
                            + " can be reached from other machines, so clients must show a token:"
                            + " add --token-file FILE");
        }
        return new InetSocketAddress(host, settings.port());
    }

    private void bind(InetSocketAddress address) throws IOException {
        try {
            http.bind(address, JavaServer.BACKLOG);
        } catch (BindException e) {
            throw new UsageException(
                    "--port "
                            + settings.port()
                            + " on "
                            + settings.host()
                            + " cannot be opened: "
                            + e.getMessage()
                            + "; choose another, or 0 for a free one");
        }
    }

    /** The address of the page. */
    public String url() {
        InetSocketAddress address = http.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/";
    }

    /** What is served, a line for each model. */
    public List<String> served() {
        return models.all().stream()
                .map(
                        m ->
                                m.name()
                                        + " ("
                                        + m.model().task()
                                        + "): "
                                        + String.join(", ", m.model().operations()))
                .toList();
    }

    /** How many sessions are open. */
    public int sessions() {
        return sessions.count();
    }

    private void handle(HttpExchange exchange) {
        long begin = System.nanoTime();
        atWork.register();
        String template = NO_ROUTE;
        int status = 499; // as proxies say of a client that has gone
        try (exchange) {
            Answer answer;
            try {
                List<String> path = path(exchange);
                Optional<Route> route = route(exchange.getRequestMethod(), path);
                template = route.map(Route::path).orElse(NO_ROUTE);
                answer = answer(exchange, path, route);
            } catch (Problem p) {
                answer = p.answer();
            } catch (IOException e) {
                throw e;
            } catch (Throwable failure) { // the client must hear of it, and the server go on
                answer = failed(failure).answer();
            }
            status = answer.status();
            send(exchange, answer);
        } catch (IOException e) {
            status = 499;
        } finally {
            String method = exchange.getRequestMethod();
            metrics.request(
                    METHODS.contains(method) ? method : NO_ROUTE,
                    template,
                    status,
                    (System.nanoTime() - begin) / 1e9);
            atWork.arriveAndDeregister();
        }
    }

    private static List<String> path(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        if (path == null || !path.startsWith("/")) {
            throw Problem.malformed("the request names no path, as in GET /health");
        }
        return Route.segments(path);
    }

    /** The route that is meant. HEAD is answered as GET without the body. */
    private Optional<Route> route(String method, List<String> path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(r -> r.method().equals(wanted) && r.match(path).isPresent())
                .findFirst();
    }

    private Answer answer(HttpExchange exchange, List<String> path, Optional<Route> found)
            throws IOException {
        gate.checkSite(exchange.getRequestHeaders());
        Route route = found.orElseThrow(() -> noRoute(path));
        if (!route.isOpen()) {
            gate.checkToken(exchange.getRequestHeaders());
            if (stopping) {
                throw Problem.unavailable("the server is stopping; ask again when it is back");
            }
        }
        ObjectNode body =
                route.readsBody()
                        ? Json.read(Body.read(exchange, settings.body(), settings.timeout()))
                        : Json.object();
        return route.handler().answer(route.match(path).orElseThrow(), body);
    }

    private Problem noRoute(List<String> path) {
        Set<String> allowed =
                routes.stream()
                        .filter(r -> r.match(path).isPresent())
                        .map(Route::method)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.isEmpty()) {
            return Problem.notFound(
                    "there is nothing at this path; GET /openapi.json says what is");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String list = String.join(", ", allowed);
        return Problem.method("this path takes " + list + ", not what was sent", list);
    }

    private Problem failed(Throwable failure) {
        if (failure instanceof NonFiniteException e) {
            return Problem.failed(e.getMessage());
        }
        console.warn("a request failed: " + failure);
        return Problem.failed("this should not have happened; the server's messages say more");
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        Site.HEADERS.forEach(headers::set);
        answer.headers().forEach(headers::set);
        if (!answer.type().isEmpty()) {
            headers.set("Content-Type", answer.type());
        }
        if (stopping) {
            headers.set("Connection", "close");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        boolean empty = answer.body().length == 0;
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
        if (!empty) {
            OutputStream out = exchange.getResponseBody();
            out.write(answer.body());
            // before the rest of the request is awaited
            out.flush();
        }
    }

    /** Answers what was accepted, saves the sessions, and ends. */
    @Override
    public void close() {
        stopping = true;
        try {
            atWork.awaitAdvanceInterruptibly(
                    atWork.arrive(), settings.timeout() + 1L, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            console.warn("some requests were not done in time, and got no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(1);
        threads.shutdown();
        models.close();
        sessions.close();
    }
}
