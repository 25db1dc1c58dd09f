package dev.rondo.backend;

/** A backend that cannot do what was asked: the message says what, why and what to do. */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public BackendException(String message) {
        super(message);
    }

    /** With a message for the user and what led to it. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
