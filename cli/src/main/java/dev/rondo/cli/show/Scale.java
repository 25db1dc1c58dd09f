package dev.rondo.cli.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The numbers along an axis, and the round ones among them. Whatever the numbers are, there are
 * only a few ticks, and they are found without a search.
 *
 * @param low the lowest number
 * @param high the highest number, above the lowest
 * @param step distance between ticks
 * @param ticks the labelled numbers, rising, all from low to high
 */
record Scale(double low, double high, double step, double[] ticks) {
    static final int MOST_TICKS = 9;

    /** A range that is a smaller part of its numbers is shown as if all numbers were equal. */
    private static final double NARROWEST = 1e-12;

    /** A smaller range cannot be divided. */
    private static final double SMALLEST = 1e-290;

    /** A range of equal numbers is widened by this part of the number. */
    private static final double AROUND = 0.1;

    /** Decimal exponents of numbers that are written without an exponent. */
    private static final int SMALLEST_EXPONENT = -5;

    private static final int LARGEST_EXPONENT = 7;

    /** Powers of ten that are written out. */
    private static final int LARGEST_POWER = 6;

    private static final int SMALLEST_POWER = -5;

    /**
     * A scale of finite numbers.
     *
     * @param lowest the lowest of them
     * @param highest the highest of them
     * @param finest the smallest distance between ticks: 1 where places between whole numbers have
     *     no meaning, otherwise 0
     */
    static Scale of(double lowest, double highest, double finest) {
        double size = Math.max(Math.abs(lowest), Math.abs(highest));
        double low = lowest;
        double high = highest;
        if (high / 2 - low / 2 <= Math.max(SMALLEST, NARROWEST * size)) {
            double around = size > SMALLEST / NARROWEST ? size * AROUND : 1;
            low = Math.max(low - around, -Double.MAX_VALUE);
            high = Math.min(high + around, Double.MAX_VALUE);
        }
        double step = Math.max(finest, round(2 * ((high / 2 - low / 2) / (MOST_TICKS - 1))));
        return new Scale(low, high, step, ticks(low, high, step));
    }

    private static double[] ticks(double low, double high, double step) {
        // never long: the step is the range divided by a small number, and not a tiny part of the
        // numbers
        return LongStream.rangeClosed((long) Math.ceil(low / step), (long) Math.floor(high / step))
                .mapToDouble(i -> i * step)
                .filter(t -> t >= low && t <= high)
                .toArray();
    }

    /** The next of the numbers 1, 2, 5, 10, … */
    private static double round(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(d -> d * power)
                .filter(s -> s >= step)
                .findFirst()
                .orElse(step);
    }

    /** The position of a number: 0 for the lowest, 1 for the highest. */
    double part(double value) {
        return (value / 2 - low / 2) / (high / 2 - low / 2);
    }

    /** A tick with as many digits as distinguish its neighbors. */
    String figure(double tick) {
        if (tick == 0) {
            return "0";
        }
        int last = (int) Math.floor(Math.log10(step));
        int first = (int) Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
        if (last >= SMALLEST_EXPONENT && first <= LARGEST_EXPONENT) {
            return new BigDecimal(tick)
                    .setScale(Math.max(0, -last), RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
        BigDecimal rounded =
                new BigDecimal(tick).round(new MathContext(Math.max(1, first - last + 1)));
        return String.format(
                Locale.ROOT, "%." + (rounded.stripTrailingZeros().precision() - 1) + "e", rounded);
    }

    /**
     * A power of ten of this exponent, on a scale of exponents: all written out, as 0.01 and 1000,
     * or none, as 1e-9.
     */
    String power(double exponent) {
        boolean plain = low >= SMALLEST_POWER && high <= LARGEST_POWER;
        int decimals = (int) Math.max(0, -exponent);
        return plain
                ? String.format(Locale.ROOT, "%." + decimals + "f", Math.pow(10, exponent))
                : String.format(Locale.ROOT, "1e%.0f", exponent);
    }
}
