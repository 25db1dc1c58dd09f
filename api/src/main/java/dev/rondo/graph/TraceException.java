package dev.rondo.graph;

/** A model that cannot be: operands that do not fit, found while it is traced. */
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** An error with operation and operands in its message; the user's source line is added. */
    public TraceException(String message) {
        super(message + "; at " + Sites.caller());
    }

    /**
     * What a user has to give.
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
