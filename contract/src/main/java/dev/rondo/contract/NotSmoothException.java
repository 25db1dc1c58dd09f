package dev.rondo.contract;

/**
 * Thrown when a gradient cannot be checked by differences, because the function has a kink or a
 * jump close to the point. Choose other numbers.
 */
public final class NotSmoothException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the place of the kink. */
    public NotSmoothException(String message) {
        super(message);
    }
}
