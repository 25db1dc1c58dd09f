package dev.rondo.cli;

/** The command line cannot be carried out as written; the message says what to write instead. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message for the user, in one line. */
    public UsageException(String message) {
        super(message);
    }
}
