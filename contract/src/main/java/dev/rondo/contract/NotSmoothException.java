package dev.rondo.contract;

/**
 * A gradient cannot be checked by differences here: the function has a kink or a jump close by.
 * Choose other numbers.
 */
public final class NotSmoothException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the place of the kink. */
    public NotSmoothException(String message) {
        super(message);
    }
}
