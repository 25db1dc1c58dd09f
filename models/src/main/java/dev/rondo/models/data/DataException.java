package dev.rondo.models.data;

/** Data that cannot be used: the message says which, why, and what to do, and is for the user. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public DataException(String message) {
        super(message);
    }

    /** With a message for the user and what led to it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
