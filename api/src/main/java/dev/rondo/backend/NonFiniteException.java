package dev.rondo.backend;

/** A debug run met a result that is infinite or NaN; the message names the operation. */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the operation, its name and the user's source line. */
    public NonFiniteException(String message) {
        super(message);
    }
}
