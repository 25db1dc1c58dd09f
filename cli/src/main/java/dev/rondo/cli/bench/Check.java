package dev.rondo.cli.bench;

import java.util.Locale;

/**
 * A comparison of results with the reference.
 *
 * @param steps number of steps of the sequence whose results were compared
 * @param rows number of rows of the batch whose results were compared
 * @param error the largest error, relative to the largest element of a result; NaN when it is
 *     unknown
 * @param limit the error that is allowed
 * @param failure why the error is unknown; empty when it is known
 */
public record Check(int steps, int rows, double error, double limit, String failure) {
    /** Whether the results are right. */
    public boolean holds() {
        return error <= limit;
    }

    /** A description of what is wrong. */
    String finding() {
        return failure.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "off by %.2e of the largest element, allowed is %.2e",
                        error,
                        limit)
                : failure;
    }
}
