package dev.rondo.backend;

/**
 * A result is infinite or NaN where nothing can be done with it. That of a debug run names the
 * operation.
 */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what is not finite; in a debug run the operation, its name and the source line. */
    public NonFiniteException(String message) {
        super(message);
    }
}
