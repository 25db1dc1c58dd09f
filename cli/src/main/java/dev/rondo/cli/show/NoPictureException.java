package dev.rondo.cli.show;

/** Thrown when a picture could not be drawn. The message says why. */
public final class NoPictureException extends Exception {
    /** With the reason. */
    public NoPictureException(String reason) {
        super(reason);
    }
}
