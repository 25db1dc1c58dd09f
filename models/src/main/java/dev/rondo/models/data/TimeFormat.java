package dev.rondo.models.data;

import java.util.Locale;

/** How a column writes its times, as it was said or found out. */
public sealed interface TimeFormat {
    /** One of the ways that are recognized, each in which dates are written in order. */
    enum Order implements TimeFormat {
        /** Whatever way all rows are written in, if there is only one. */
        RECOGNISED,
        /** Of two numbers that may both be a month, the first is the day. */
        DAY_FIRST,
        /** Of two numbers that may both be a month, the first is the month. */
        MONTH_FIRST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * As a pattern of {@link java.time.format.DateTimeFormatter} says, with English names.
     *
     * @param pattern its letters
     */
    record Pattern(String pattern) implements TimeFormat {
        /**
         * Checks the letters.
         *
         * @throws IllegalArgumentException when they are no pattern, or say nothing of the year
         */
        public Pattern {
            TimePattern.of(pattern);
        }

        @Override
        public String toString() {
            return pattern;
        }
    }

    /**
     * Reads what {@link Object#toString} writes.
     *
     * @param text {@code recognized}, {@code day-first}, {@code month-first}, or a pattern
     * @throws IllegalArgumentException when it is none of them; the message says why
     */
    static TimeFormat parse(String text) {
        for (Order order : Order.values()) {
            if (order.toString().equals(text)) {
                return order;
            }
        }
        return new Pattern(text);
    }
}
