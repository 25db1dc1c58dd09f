package dev.rondo.backend;

/**
 * Thrown when a backend cannot do what was asked. The message says what failed, why, and what to
 * do.
 */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public BackendException(String message) {
        super(message);
    }

    /** With a message for the user, and its cause. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
