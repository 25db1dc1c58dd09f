package dev.rondo.cli.show;

/** A picture could not be drawn; the message says why. */
public final class NoPictureException extends Exception {
    /** A picture that is missing. */
    public NoPictureException(String reason) {
        super(reason);
    }
}
