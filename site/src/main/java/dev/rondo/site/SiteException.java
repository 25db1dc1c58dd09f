package dev.rondo.site;

/** The documentation cannot be made into a site; the message says where and why. */
public final class SiteException extends RuntimeException {
    /** With a message for who writes the pages. */
    public SiteException(String message) {
        super(message);
    }
}
