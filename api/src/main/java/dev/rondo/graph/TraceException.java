package dev.rondo.graph;

/** An error in a model that is found while it is traced, such as operands that do not fit. */
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * An error with operation and operands in its message. The user's source line is added to it.
     */
    public TraceException(String message) {
        super(message + "; at " + Site.caller().text());
    }

    /**
     * Checks that the user gave a value.
     *
     * @param what it is, for the message
     * @return the value
     * @throws TraceException when it is null
     */
    public static <T> T given(T value, String what) {
        if (value == null) {
            throw new TraceException(what + " is null");
        }
        return value;
    }
}
