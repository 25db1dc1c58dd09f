package dev.rondo.cli;

/**
 * Thrown when the command line cannot be executed as written. The message says what to write
 * instead.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user, in one line. */
    public UsageException(String message) {
        super(message);
    }
}
