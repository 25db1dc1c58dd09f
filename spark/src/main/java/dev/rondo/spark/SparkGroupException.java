package dev.rondo.spark;

import java.util.OptionalInt;

/** A group on Spark that could not start or go on, with the rank at fault where it is known. */
public final class SparkGroupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int culprit;

    /**
     * A failure.
     *
     * @param culprit the rank of the member at fault; below 0 where it is not known
     */
    SparkGroupException(int culprit, String message, Throwable cause) {
        super(message, cause);
        this.culprit = culprit;
    }

    /** The rank of the member at fault. */
    public OptionalInt culprit() {
        return culprit < 0 ? OptionalInt.empty() : OptionalInt.of(culprit);
    }
}
