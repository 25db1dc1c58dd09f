package dev.rondo.models.task;

import dev.rondo.models.data.NearMiss;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Checks the values of options, in the words of the command line. */
public final class Values {
    private Values() {}

    /** A count or size. */
    public static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new SettingException(option + " must be at least " + least + ", got " + value);
        }
    }

    /** A finite number, 0 or above. */
    public static void notNegative(String option, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new SettingException(option + " must be 0 or above and finite, got " + value);
        }
    }

    /** A finite number above 0. */
    public static void positive(String option, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new SettingException(option + " must be above 0 and finite, got " + value);
        }
    }

    /** A number above 0 that is neither 0 nor infinite in the type in which models compute. */
    public static void positiveSingle(String option, double value) {
        positive(option, value);
        if ((float) value == 0 || Float.isInfinite((float) value)) {
            throw new SettingException(
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
            throw new SettingException(
                    option + " must be from " + least + " to below " + limit + ", got " + value);
        }
    }

    /** The value of that name. The message for an unknown name lists the known ones. */
    public static <E extends Enum<E>> E named(String option, E[] all, String name) {
        for (E e : all) {
            if (e.toString().equals(name)) {
                return e;
            }
        }
        List<String> names = Arrays.stream(all).map(E::toString).toList();
        throw new SettingException(
                option
                        + ": there is no "
                        + option.substring(2)
                        + " '"
                        + name
                        + "'; there are "
                        + String.join(", ", names)
                        + NearMiss.question(name, names));
    }

    /**
     * A name that a look-up must know. The look-up's message for an unknown name lists the known
     * ones.
     */
    public static void known(String option, Runnable lookUp) {
        try {
            lookUp.run();
        } catch (IllegalArgumentException e) {
            throw new SettingException(option + ": " + e.getMessage());
        }
    }

    /** The same, when the look-up's message suggests no similar name. */
    public static void known(
            String option, String name, Collection<String> names, Runnable lookUp) {
        try {
            known(option, lookUp);
        } catch (SettingException e) {
            throw new SettingException(e.inOptions() + NearMiss.question(name, names));
        }
    }

    /** One of a few words. */
    public static void oneOf(String option, String word, String... words) {
        List<String> all = List.of(words);
        if (!all.contains(word)) {
            throw new SettingException(
                    option
                            + " must be "
                            + String.join(" or ", all)
                            + ", got '"
                            + word
                            + "'"
                            + NearMiss.question(word, all));
        }
    }
}
