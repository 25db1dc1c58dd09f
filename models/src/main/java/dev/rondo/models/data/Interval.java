package dev.rondo.models.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;

/** How far apart the rows of a series are. Times that are given to one are in their order. */
sealed interface Interval {
    /** Whether one follows the other with none between. */
    boolean joins(TimeStamp before, TimeStamp after);

    /** How many are missing between two. */
    long missing(TimeStamp before, TimeStamp after);

    /** The time that is this many intervals later. */
    TimeStamp later(TimeStamp from, long intervals);

    /** Whether so many are missing now and then in a file that is complete. */
    default boolean isUsual(long missing) {
        return false;
    }

    /** Whether the rows after the last follow it too. */
    default boolean goesOn() {
        return true;
    }

    /**
     * Months of the calendar, however long they are: months, quarters, years.
     *
     * @param months number of months of an interval
     * @param atEnd whether all rows are of a month's last day
     */
    record Months(long months, boolean atEnd) implements Interval {
        static boolean endsMonth(TimeStamp time) {
            return time instanceof TimeStamp.Clock c && c.local().plusDays(1).getDayOfMonth() == 1;
        }

        static long between(TimeStamp before, TimeStamp after) {
            return before instanceof TimeStamp.Clock b && after instanceof TimeStamp.Clock a
                    ? ChronoUnit.MONTHS.between(
                            YearMonth.from(b.local()), YearMonth.from(a.local()))
                    : 0;
        }

        @Override
        public boolean joins(TimeStamp before, TimeStamp after) {
            return between(before, after) == months;
        }

        @Override
        public long missing(TimeStamp before, TimeStamp after) {
            return Math.max(0, Math.round((double) between(before, after) / months) - 1);
        }

        @Override
        public TimeStamp later(TimeStamp from, long intervals) {
            TimeStamp.Clock clock = (TimeStamp.Clock) from;
            LocalDateTime later = clock.local().plusMonths(months * intervals);
            return clock.at(atEnd ? later.with(TemporalAdjusters.lastDayOfMonth()) : later);
        }

        @Override
        public String toString() {
            return months % 12 == 0
                    ? Words.count(months / 12, "year")
                    : Words.count(months, "month");
        }
    }

    /** Mondays to Fridays. */
    record Weekdays() implements Interval {
        /** Christmas and Easter; what is longer is no holiday. */
        private static final int HOLIDAYS = 2;

        /** Weekdays before this one, from a Monday on. */
        private static long number(LocalDate day) {
            long days = day.toEpochDay() - MONDAY;
            return Math.floorDiv(days, 7) * 5 + Math.min(Math.floorMod(days, 7), 5);
        }

        private static final long MONDAY = LocalDate.of(1970, 1, 5).toEpochDay();

        private static boolean isWeekday(TimeStamp time) {
            return time instanceof TimeStamp.Clock c
                    && c.local().getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
        }

        private static long between(TimeStamp before, TimeStamp after) {
            return before instanceof TimeStamp.Clock b && after instanceof TimeStamp.Clock a
                    ? number(a.local().toLocalDate()) - number(b.local().toLocalDate())
                    : 0;
        }

        @Override
        public boolean joins(TimeStamp before, TimeStamp after) {
            return isWeekday(before) && isWeekday(after) && between(before, after) == 1;
        }

        @Override
        public long missing(TimeStamp before, TimeStamp after) {
            return Math.max(0, between(before, after) - 1);
        }

        @Override
        public TimeStamp later(TimeStamp from, long intervals) {
            TimeStamp.Clock clock = (TimeStamp.Clock) from;
            long number = number(clock.local().toLocalDate()) + intervals;
            long days = Math.floorDiv(number, 5) * 7 + Math.floorMod(number, 5);
            LocalDate day = LocalDate.ofEpochDay(MONDAY + days);
            return clock.at(day.atTime(clock.local().toLocalTime()));
        }

        @Override
        public boolean isUsual(long missing) {
            return missing <= HOLIDAYS;
        }

        @Override
        public String toString() {
            return "1 weekday";
        }
    }

    /**
     * A length of time or a difference of numbers, give or take a tenth: clocks are late, the
     * months of a decimal year are rounded, and a day has 23 hours where clocks are set forward.
     *
     * @param size seconds, or what the numbers count
     * @param seconds whether it is a length of time
     */
    record Even(BigDecimal size, boolean seconds) implements Interval {
        private static final double TOLERANCE = 0.1;
        private static final List<Map.Entry<Integer, String>> UNITS =
                List.of(
                        Map.entry(86_400, "day"),
                        Map.entry(3600, "hour"),
                        Map.entry(60, "minute"),
                        Map.entry(1, "second"));

        private double ratio(TimeStamp before, TimeStamp after) {
            BigDecimal apart = after.position().subtract(before.position());
            return apart.divide(size, MathContext.DECIMAL64).doubleValue();
        }

        @Override
        public boolean joins(TimeStamp before, TimeStamp after) {
            return Math.abs(ratio(before, after) - 1) <= TOLERANCE;
        }

        @Override
        public long missing(TimeStamp before, TimeStamp after) {
            return Math.max(0, Math.round(ratio(before, after)) - 1);
        }

        /** Whether the second is further away than an interval. */
        boolean isBreak(TimeStamp before, TimeStamp after) {
            return ratio(before, after) > 1 + TOLERANCE;
        }

        @Override
        public TimeStamp later(TimeStamp from, long intervals) {
            BigDecimal apart = size.multiply(BigDecimal.valueOf(intervals));
            return switch (from) {
                case TimeStamp.Count count -> new TimeStamp.Count(count.value().add(apart));
                case TimeStamp.Clock clock -> clock.at(clock.local().plus(duration(apart)));
            };
        }

        private static Duration duration(BigDecimal seconds) {
            long whole = seconds.longValue();
            BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole));
            return Duration.ofSeconds(whole, rest.movePointRight(9).longValue());
        }

        @Override
        public String toString() {
            if (!seconds) {
                return Words.number(size);
            }
            for (Map.Entry<Integer, String> unit : UNITS) {
                BigDecimal[] parts = size.divideAndRemainder(BigDecimal.valueOf(unit.getKey()));
                if (parts[1].signum() == 0) {
                    return Words.count(parts[0].longValue(), unit.getValue());
                }
            }
            return Words.number(size) + " seconds";
        }
    }

    /**
     * Even intervals from morning to evening, and none from one day to the next: hours in which
     * something is open.
     */
    record WithinDays(Even interval) implements Interval {
        private static boolean areOfOneDay(TimeStamp before, TimeStamp after) {
            return before instanceof TimeStamp.Clock b
                    && after instanceof TimeStamp.Clock a
                    && a.local().toLocalDate().equals(b.local().toLocalDate());
        }

        @Override
        public boolean joins(TimeStamp before, TimeStamp after) {
            return areOfOneDay(before, after)
                    ? interval.joins(before, after)
                    : interval.isBreak(before, after);
        }

        @Override
        public long missing(TimeStamp before, TimeStamp after) {
            return areOfOneDay(before, after) ? interval.missing(before, after) : 0;
        }

        @Override
        public TimeStamp later(TimeStamp from, long intervals) {
            return interval.later(from, intervals);
        }

        @Override
        public boolean goesOn() {
            return false; // it is not known when the next day begins
        }

        @Override
        public String toString() {
            return interval + " within each day";
        }
    }
}
