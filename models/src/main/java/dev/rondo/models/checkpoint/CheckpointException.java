package dev.rondo.models.checkpoint;

/**
 * A file or directory that cannot be read, written or used: the message names it, says what was
 * expected and what was found, and is meant for the user.
 */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public CheckpointException(String message) {
        super(message);
    }

    /** With a message for the user and what led to it. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
