package dev.rondo.spark;

import dev.rondo.collective.CollectiveException;

import java.io.Serializable;

/** How a member ended. A failure is a value, so that Spark reports none before its cause. */
sealed interface Outcome extends Serializable {
    /** It has a result. */
    record Result(Object value) implements Outcome {}

    /**
     * It failed.
     *
     * @param isCause whether it failed by itself, and not because another did
     * @param reason class and message of what was thrown, whose class the driver may not have
     */
    record Failure(int rank, String host, boolean isCause, String reason, StackTraceElement[] trace)
            implements Outcome {
        static Failure of(int rank, String host, Throwable thrown) {
            boolean isCause =
                    !(thrown instanceof CollectiveException || thrown instanceof AbsentException);
            return new Failure(rank, host, isCause, thrown.toString(), thrown.getStackTrace());
        }

        /** What the driver throws. */
        SparkGroupException exception(int size) {
            String message = "rank " + rank + " of " + size + " on " + host + " failed: " + reason;
            Exception remote = new Exception(reason);
            remote.setStackTrace(trace);
            return new SparkGroupException(rank, message, remote);
        }
    }
}
