package dev.rondo.backend;

/**
 * Thrown when a result is infinite or NaN and only a finite number can be used. In a debug run the
 * message names the operation.
 */
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message that says what is not finite. In a debug run it has the operation, its name
     * and the source line.
     */
    public NonFiniteException(String message) {
        super(message);
    }
}
