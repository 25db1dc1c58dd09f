package dev.rondo.models.checkpoint;

/**
 * Thrown when a file or directory cannot be read, written or used. The message is for the user: it
 * names the file, and says what was expected and what was found.
 */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user. */
    public CheckpointException(String message) {
        super(message);
    }

    /** With a message for the user, and its cause. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
