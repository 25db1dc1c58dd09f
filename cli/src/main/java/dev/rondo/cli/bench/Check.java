package dev.rondo.cli.bench;

import java.util.Locale;

/**
 * How results compare with the reference.
 *
 * @param steps steps of the sequence whose results were compared
 * @param rows rows of the batch whose results were compared
 * @param error the largest, relative to the largest element of a result; NaN where that cannot be
 *     said
 * @param limit what is allowed
 * @param failure why it cannot be said; empty where it can
 */
public record Check(int steps, int rows, double error, double limit, String failure) {
    /** Whether the results are right. */
    public boolean holds() {
        return error <= limit;
    }

    /** What is wrong, in words. */
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
