package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks the values of options, in the words of the command line. */
public final class Values {
    private Values() {}

    /** A count or size. */
    public static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new UsageException(option + " must be at least " + least + ", got " + value);
        }
    }

    /** A finite number, 0 or above. */
    public static void notNegative(String option, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new UsageException(option + " must be 0 or above and finite, got " + value);
        }
    }

    /** A finite number above 0. */
    public static void positive(String option, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new UsageException(option + " must be above 0 and finite, got " + value);
        }
    }

    /** A number above 0 that is neither 0 nor infinite in what models compute in. */
    public static void positiveSingle(String option, double value) {
        positive(option, value);
        if ((float) value == 0 || Float.isInfinite((float) value)) {
            throw new UsageException(
                    option
                            + " must be above 0 in F32, from "
                            + Float.MIN_VALUE
                            + " to "
                            + Float.MAX_VALUE
                            + ", got "
                            + value);
        }
    }

    /** A number from {@code least} to below {@code limit}. */
    public static void within(String option, double value, double least, double limit) {
        if (!(value >= least && value < limit)) {
            throw new UsageException(
                    option + " must be from " + least + " to below " + limit + ", got " + value);
        }
    }

    /**
     * The one of that name, as its text is; the message for an unknown one lists those there are.
     */
    public static <E extends Enum<E>> E named(String option, E[] all, String name) {
        for (E e : all) {
            if (e.toString().equals(name)) {
                return e;
            }
        }
        throw new UsageException(
                option
                        + ": there is no "
                        + option.substring(2)
                        + " '"
                        + name
                        + "'; there are "
                        + Arrays.stream(all).map(E::toString).collect(Collectors.joining(", ")));
    }

    /** A name that something must know; what it says of an unknown one lists those there are. */
    public static void known(String option, Runnable lookUp) {
        try {
            lookUp.run();
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }
}
