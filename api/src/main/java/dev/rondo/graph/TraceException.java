package dev.rondo.graph;

/** A model that cannot be: operands that do not fit, found while it is traced. */
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** An error with operation and operands in its message; the user's source line is added. */
    public TraceException(String message) {
        super(message + "; at " + Sites.caller());
    }
}
