package dev.rondo.cli.serve;

/**
 * The limits of Java's HTTP server. They are system properties, which it reads once, when its first
 * class is loaded. One that was set by hand stays.
 */
final class JavaServer {
    /** Connections that the system holds ready while none is accepted. */
    static final int BACKLOG = 512;

    private static final int CONNECTIONS = 1024;
    private static final int HEADER_BYTES = 16 << 10;

    /** A little more than our own limit, so that a late client still gets an answer. */
    private static final int GRACE_SECONDS = 2;

    private JavaServer() {}

    /** Sets them. */
    static void limit(ServeSettings settings) {
        set("jdk.httpserver.maxConnections", CONNECTIONS);
        // beyond the 200 of Java, it closes connections that clients think they can use again
        set("sun.net.httpserver.maxIdleConnections", CONNECTIONS);
        set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES);
        // a client that sent too much reads the answer only after it has sent all of it
        set("sun.net.httpserver.drainAmount", 1 << 20);
        // both in seconds, whatever its documentation says (JDK-8387598)
        set("sun.net.httpserver.maxReqTime", settings.timeout() + GRACE_SECONDS);
        set("sun.net.httpserver.maxRspTime", 2 * (settings.timeout() + GRACE_SECONDS));
        set("sun.net.httpserver.nodelay", "true");
    }

    private static void set(String property, Object value) {
        System.getProperties().putIfAbsent(property, value.toString());
    }
}
