package dev.rondo.cli.sweep;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.NearMiss;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What values are drawn from. */
public sealed interface Distribution {
    /** Draws a value, as a word of a command line. */
    String draw(SplittableRandom random);

    /**
     * One of a few words, each as likely as the others.
     *
     * @param words the words
     */
    record OneOf(List<String> words) implements Distribution {
        /** Copies the list. */
        public OneOf {
            words = List.copyOf(words);
        }

        @Override
        public String draw(SplittableRandom random) {
            return words.get(random.nextInt(words.size()));
        }
    }

    /**
     * A number of four digits from a range, its bounds included.
     *
     * @param kind how it lies in the range
     * @param low the lower bound
     * @param high the upper bound, above the lower one
     */
    record InRange(Kind kind, BigDecimal low, BigDecimal high) implements Distribution {
        private static final int DIGITS = 4;

        @Override
        public String draw(SplittableRandom random) {
            double part = random.nextDouble();
            BigDecimal value =
                    switch (kind) {
                        case UNIFORM -> rounded(between(low, high, part));
                        case LOG -> rounded(betweenLogarithms(low, high, part));
                        case INT -> floor(between(low, high.add(BigDecimal.ONE), part));
                        case LOG_INT ->
                                floor(betweenLogarithms(low, high.add(BigDecimal.ONE), part));
                    };
            return value.max(low).min(high).toString();
        }

        private static double between(BigDecimal low, BigDecimal high, double part) {
            return low.doubleValue() * (1 - part) + high.doubleValue() * part;
        }

        private static double betweenLogarithms(BigDecimal low, BigDecimal high, double part) {
            double least = Math.log(low.doubleValue());
            return Math.exp(least * (1 - part) + Math.log(high.doubleValue()) * part);
        }

        private static BigDecimal rounded(double value) {
            return new BigDecimal(value).round(new MathContext(DIGITS));
        }

        private static BigDecimal floor(double value) {
            return new BigDecimal(value).setScale(0, RoundingMode.FLOOR);
        }
    }

    /** How a number lies in its range. */
    enum Kind {
        /** Every number is as likely as every other. */
        UNIFORM,
        /** The logarithm is uniform, so that every power of ten is as likely as every other. */
        LOG,
        /** A whole number; each is as likely as every other. */
        INT,
        /** A whole number whose logarithm is about uniform. */
        LOG_INT;

        private boolean isWhole() {
            return this == INT || this == LOG_INT;
        }

        private boolean isLogarithmic() {
            return this == LOG || this == LOG_INT;
        }

        /** The name on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A range, with or without a name before it. */
    Pattern RANGE = Pattern.compile("(?:([^:.,;]*):)?([^:,;]*?)\\.\\.([^:,;]*)");

    /** Whole numbers up to here are exact as floating-point numbers. */
    BigDecimal LARGEST_WHOLE = new BigDecimal(1L << 52);

    /** Reads a range such as {@code log:1e-4..1e-1}, or a list of words. */
    static Distribution parse(Swept swept) {
        Matcher range = RANGE.matcher(swept.text());
        if (!range.matches()) {
            return new OneOf(swept.values());
        }
        String where = swept.flag() + " " + swept.option();
        Kind kind = kind(where, Optional.ofNullable(range.group(1)), swept.text());
        BigDecimal low = bound(where, kind, range.group(2));
        BigDecimal high = bound(where, kind, range.group(3));
        if (low.compareTo(high) >= 0) {
            throw new UsageException(
                    where + ": the range must rise, and " + low + " is not below " + high);
        }
        if (kind.isLogarithmic() && low.signum() <= 0) {
            throw new UsageException(
                    where + ": the range of " + kind + " must be above 0, got " + low);
        }
        return new InRange(kind, low, high);
    }

    private static Kind kind(String where, Optional<String> name, String text) {
        List<String> names = List.of(Kind.values()).stream().map(Kind::toString).toList();
        String known = String.join(", ", names);
        if (name.isEmpty()) {
            throw new UsageException(
                    where
                            + ": say how to draw from "
                            + text
                            + ", such as uniform:"
                            + text
                            + "; there are "
                            + known);
        }
        return List.of(Kind.values()).stream()
                .filter(k -> k.toString().equals(name.get()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        where
                                                + ": there is no distribution '"
                                                + name.get()
                                                + "'; there are "
                                                + known
                                                + NearMiss.question(name.get(), names)));
    }

    private static BigDecimal bound(String where, Kind kind, String word) {
        BigDecimal bound;
        try {
            bound = new BigDecimal(word.strip());
        } catch (NumberFormatException e) {
            throw new UsageException(where + ": '" + word + "' is not a number");
        }
        double size = Math.abs(bound.doubleValue());
        if (bound.signum() != 0 && (size == 0 || size > Float.MAX_VALUE)) {
            throw new UsageException(where + ": " + word + " is too large or too small");
        }
        boolean whole = bound.stripTrailingZeros().scale() <= 0;
        if (kind.isWhole() && !(whole && bound.abs().compareTo(LARGEST_WHOLE) <= 0)) {
            throw new UsageException(
                    where
                            + ": a bound of "
                            + kind
                            + " must be a whole number up to "
                            + LARGEST_WHOLE
                            + ", got "
                            + word);
        }
        return kind.isWhole() ? bound.setScale(0) : bound;
    }
}
