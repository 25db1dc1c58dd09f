package dev.rondo.contract;

import dev.rondo.array.DType;
import dev.rondo.graph.GraphText;

import java.util.List;
import java.util.function.Consumer;

/** Makes a failure of a random computation small and readable. */
final class Smallest {
    private Smallest() {}

    /** What a check throws; null when it throws nothing. */
    static Throwable failure(Subject subject, Consumer<Subject> check) {
        try {
            check.accept(subject);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /**
     * The error of a computation that fails a check: what went wrong with only one of its outputs,
     * if it does so with one, and that computation as the text of its graph and as Java.
     *
     * @param of what it was made from, with its seed
     */
    static AssertionError error(
            String of, Subject subject, Throwable failure, Consumer<Subject> check) {
        for (String output : subject.entry(DType.F64).outputs().keySet()) {
            Subject one = subject.only(List.of(output));
            Throwable t = failure(one, check);
            if (t != null) {
                return error(of, one, t);
            }
        }
        return error(of, subject, failure);
    }

    private static AssertionError error(String of, Subject subject, Throwable failure) {
        return new AssertionError(
                of
                        + " fails: "
                        + failure
                        + "\n\nThe graph:\n"
                        + GraphText.of(subject.entry(DType.F64))
                        + "\nIn Java:\n"
                        + JavaText.of(subject),
                failure);
    }
}
