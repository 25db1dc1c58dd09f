package dev.rondo.spark;

/** A member that another one waits for in vain. */
final class AbsentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbsentException(int rank) {
        super("rank " + rank + " does not take part");
    }
}
