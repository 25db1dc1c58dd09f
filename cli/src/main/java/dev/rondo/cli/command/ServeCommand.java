package dev.rondo.cli.command;

import dev.rondo.cli.Console;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.serve.ServeSettings;
import dev.rondo.cli.serve.ServeSettings.SessionLimits;
import dev.rondo.cli.serve.Server;
import dev.rondo.cli.serve.Token;
import dev.rondo.models.task.Values;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rondo serve}: trained models behind HTTP. */
@Command(
        name = "serve",
        description = "Answers requests for trained models over HTTP, JSON in and out.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Its page, http://127.0.0.1:8080/, tries the models; /openapi.json describes all requests,",
            "/metrics counts them for Prometheus, and /health says whether it is there. Ctrl-C answers what",
            "was accepted, saves the sessions, and ends.",
            "",
            "Examples:",
            "  rondo serve runs/book",
            "  rondo serve runs/book runs/sunspots --port 9000 --sessions sessions",
            "  rondo serve runs/book --host 0.0.0.0 --token-file token"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65535;
    private static final int LARGEST_BODY_KIB = 1 << 20;
    private static final int LARGEST_BATCH = 1024;

    /** One that is told to end has 60 s for what it accepted. */
    private static final int LONGEST_REQUEST = 50;

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = {
                "Run directories of 'rondo train text', 'series', 'classes', 'pairs' or 'dates'. Requests call each by"
                        + " its last name."
            })
    private List<Path> directories;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "The port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = {
                "The address to listen on. One that other machines can reach needs --token-file (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private String host;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "A file with the token that clients must show; only its owner may be able to read it (default:"
                        + " no token)."
            })
    private Path tokenFile;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = {
                "Most requests that share a run of a model. The results do not depend on it (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private int batch;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "512",
            description = {
                "Most requests that one model has in work; further ones are refused with 429 (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private int queue;

    @Option(
            names = "--body-limit",
            paramLabel = "KIB",
            defaultValue = "1024",
            description = "Most KiB in the body of a request (default: ${DEFAULT-VALUE}).")
    private int bodyLimit;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long a client may take to send a request, and the server for the answer (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private int requestTimeout;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = {
                "How long each model is run before the first request, so that Java has compiled what requests"
                        + " need (default: ${DEFAULT-VALUE})."
            })
    private int warmUp;

    @Option(
            names = "--session-limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most sessions that are open at once (default: ${DEFAULT-VALUE}).")
    private int sessionLimit;

    @Option(
            names = "--session-expiry",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = {
                "A session without a request for this long is closed (default: ${DEFAULT-VALUE})."
            })
    private int sessionExpiry;

    @Option(
            names = "--sessions",
            paramLabel = "FOLDER",
            description = {
                "Where sessions are saved, so that they outlive the server (default: nowhere)."
            })
    private Path sessions;

    @Option(
            names = "--save-every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = {
                "Time between two saves of the sessions; a server that is killed loses at most this"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int saveEvery;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;
    @Inject private Interrupt interrupt;

    @Override
    public Integer call() throws IOException {
        ServeSettings settings = settings();
        // so that a kill while models load is one that ends
        interrupt.catchSignals(console::note);
        try (Server server = Server.start(directories, compute.open(console), settings, console)) {
            server.served().forEach(console::note);
            if (sessions != null) {
                console.note(server.sessions() + " sessions taken up from " + sessions);
            }
            console.out().println(server.url());
            console.out().check();
            interrupt.await();
            console.note("stopping");
        }
        return 0;
    }

    private ServeSettings settings() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException("--port must be 0 to " + HIGHEST_PORT + ", got " + port);
        }
        within("--batch", batch, LARGEST_BATCH);
        within("--body-limit", bodyLimit, LARGEST_BODY_KIB);
        Values.atLeast("--queue", queue, 1);
        within("--request-timeout", requestTimeout, LONGEST_REQUEST);
        Values.atLeast("--warm-up", warmUp, 0);
        Values.atLeast("--session-limit", sessionLimit, 1);
        Values.atLeast("--session-expiry", sessionExpiry, 1);
        Values.atLeast("--save-every", saveEvery, 1);
        return new ServeSettings(
                host,
                port,
                Optional.ofNullable(tokenFile).map(Token::read),
                batch,
                queue,
                (int) Math.min(bodyLimit * 1024L, Integer.MAX_VALUE - 1),
                requestTimeout,
                warmUp,
                new SessionLimits(
                        sessionLimit, sessionExpiry, Optional.ofNullable(sessions), saveEvery));
    }

    private static void within(String option, int value, int most) {
        Values.atLeast(option, value, 1);
        if (value > most) {
            throw new UsageException(option + " must be at most " + most + ", got " + value);
        }
    }
}
