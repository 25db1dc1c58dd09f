package dev.rondo.models.data;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** When a row of a series was. */
sealed interface TimeStamp {
    /** A number: a row's, a year, seconds since some moment. */
    record Count(BigDecimal value) implements TimeStamp {
        /** More digits than any clock has; beyond, a difference could fill the memory. */
        private static final int DIGITS = 400;

        /**
         * A number as it is written, exactly: a double would make one of neighbouring nanoseconds.
         *
         * @throws NumberFormatException when it is far too large or small to be a time
         */
        static Count parse(String text) {
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > DIGITS || value.precision() > DIGITS) {
                throw new NumberFormatException(text);
            }
            return new Count(value);
        }

        @Override
        public BigDecimal position() {
            return value;
        }

        @Override
        public String toString() {
            return Words.number(value);
        }
    }

    /**
     * A date with a time of day.
     *
     * @param local as the calendar and the clock on the wall show it
     * @param offset from UTC; none where the file does not say it
     * @param zone the name of its zone, as the file writes it, or nothing
     */
    record Clock(LocalDateTime local, Optional<ZoneOffset> offset, String zone)
            implements TimeStamp {
        /** Whether it is known which of the two comes first. */
        boolean comparesTo(Clock other) {
            return offset.isPresent()
                    ? other.offset.isPresent()
                    : other.offset.isEmpty() && zone.equals(other.zone);
        }

        /** Another time of the same zone. */
        Clock at(LocalDateTime other) {
            return new Clock(other, offset, zone);
        }

        @Override
        public BigDecimal position() {
            long seconds = local.toEpochSecond(offset.orElse(ZoneOffset.UTC));
            return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(local.getNano(), 9));
        }

        @Override
        public String toString() {
            boolean day = local.toLocalTime().equals(LocalTime.MIDNIGHT) && offset.isEmpty();
            return day
                    ? local.toLocalDate().toString()
                    : local + offset.map(ZoneOffset::getId).orElse("");
        }
    }

    /** Where it lies in the order of time: the number itself, or seconds. */
    BigDecimal position();

    /** Whether it is later. */
    default boolean isAfter(TimeStamp other) {
        return position().compareTo(other.position()) > 0;
    }
}
