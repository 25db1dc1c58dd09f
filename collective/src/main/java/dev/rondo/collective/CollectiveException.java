package dev.rondo.collective;

import java.util.OptionalInt;

/** A group that cannot go on, with the rank of the member at fault where it is known. */
public final class CollectiveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int culprit;

    /**
     * A failure.
     *
     * @param culprit the rank of the member at fault; below 0 where it is not known
     */
    CollectiveException(int culprit, String message) {
        super(message);
        this.culprit = culprit;
    }

    /** The failure of a member whose thread was interrupted. */
    static CollectiveException interrupted(int rank) {
        return new CollectiveException(rank, "rank " + rank + " was interrupted");
    }

    /** The rank of the member at fault. */
    public OptionalInt culprit() {
        return culprit < 0 ? OptionalInt.empty() : OptionalInt.of(culprit);
    }
}
