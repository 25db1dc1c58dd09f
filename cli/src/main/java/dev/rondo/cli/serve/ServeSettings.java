package dev.rondo.cli.serve;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and within which limits is served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param token what clients must present, if anything
 * @param batch most requests in one run of a model
 * @param queue most requests that one model has in work
 * @param body most bytes of a request's body
 * @param timeout seconds that a client may take for its request, and the server for the answer
 * @param warmUp seconds that each model is run before the first request
 * @param sessions limits of sessions
 */
public record ServeSettings(
        String host,
        int port,
        Optional<Token> token,
        int batch,
        int queue,
        int body,
        int timeout,
        int warmUp,
        SessionLimits sessions) {
    /**
     * Limits of sessions.
     *
     * @param most how many may be open
     * @param expiry seconds without a request after which one is closed
     * @param directory where they outlive the server, if anywhere
     * @param saveEvery seconds between two saves
     */
    public record SessionLimits(int most, int expiry, Optional<Path> directory, int saveEvery) {}
}
