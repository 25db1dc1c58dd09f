package dev.rondo.models.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as files write them: the year first, then as much of month, day, time of day and offset as
 * there is. What is not said is the first: 1984 is the first of January 1984 at 00:00. Names of
 * zones other than UTC are kept as they are, since what they stand for differs from place to place.
 */
final class TimeText {
    private static final String CLOCK =
            "(?<hour>\\d\\d?)(?::(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<part>\\d+))?)?)?"
                    + "(?: ?(?<half>[AaPp])[Mm])?"
                    + "(?: ?(?<sign>[+-])(?<hours>\\d\\d?)(?::?(?<minutes>\\d\\d))?)?";

    private static final String ZONE =
            "(?: ?(?<utc>[Zz]|UTC|GMT)| (?<zone>[A-Z]{3,5}|[A-Za-z]+/[A-Za-z_/-]+))?(?: ?\\[.+])?";

    private static final Pattern DATE =
            Pattern.compile(
                    "(?<year>\\d{4})(?:(?<between>[-/.])(?<month>\\d\\d?)"
                            + "(?:\\k<between>(?<day>\\d\\d?)(?:(?:[Tt]| +)"
                            + CLOCK
                            + ")?"
                            + ZONE
                            + ")?)?");

    private static final Pattern COMPACT = Pattern.compile("[12]\\d{5}(\\d\\d){0,4}");

    private TimeText() {}

    /**
     * Reads a date.
     *
     * @return nothing when the text is not written as a date is
     * @throws DateTimeException when it is, and there is no such date or time of day
     */
    static Optional<TimeStamp.Clock> read(String text) {
        Matcher m = DATE.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        LocalDate date =
                LocalDate.of(number(m, "year", 1), number(m, "month", 1), number(m, "day", 1));
        return Optional.of(
                new TimeStamp.Clock(
                        at(date, m), offset(m), Objects.requireNonNullElse(m.group("zone"), "")));
    }

    /**
     * Reads a date that is written in digits alone: 198403, 19840328, 1984032809, and so on to the
     * second.
     *
     * @return nothing when it is none
     */
    static Optional<TimeStamp.Clock> readCompact(String digits) {
        if (!COMPACT.matcher(digits).matches()) {
            return Optional.empty();
        }
        StringBuilder spaced = new StringBuilder(digits.substring(0, 4));
        for (int at = 4; at < digits.length(); at += 2) {
            spaced.append("-- ::".charAt(at / 2 - 2)).append(digits, at, at + 2);
        }
        try {
            return read(spaced.toString());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static LocalDateTime at(LocalDate date, Matcher m) {
        int hour = number(m, "hour", 0);
        int minute = number(m, "minute", 0);
        int second = number(m, "second", 0);
        int part = part(m.group("part"));
        if (m.group("half") != null) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("hour " + hour + " of twelve");
            }
            hour = hour % 12 + (m.group("half").equalsIgnoreCase("p") ? 12 : 0);
        } else if (hour == 24 && minute == 0 && second == 0 && part == 0) {
            return date.plusDays(1).atStartOfDay(); // the end of the day
        }
        if (minute == 59 && second == 60) { // a leap second; java.time has none
            return date.atTime(LocalTime.of(hour, minute, 59, 999_999_999));
        }
        return date.atTime(LocalTime.of(hour, minute, second, part));
    }

    /** Nanoseconds. */
    private static int part(String digits) {
        if (digits == null) {
            return 0;
        }
        if (digits.length() > 9 && !digits.substring(9).matches("0+")) {
            throw new DateTimeException("less than a nanosecond");
        }
        return Integer.parseInt((digits + "00000000").substring(0, 9));
    }

    private static Optional<ZoneOffset> offset(Matcher m) {
        if (m.group("utc") != null) {
            return Optional.of(ZoneOffset.UTC);
        }
        if (m.group("sign") == null) {
            return Optional.empty();
        }
        int sign = m.group("sign").equals("-") ? -1 : 1;
        return Optional.of(
                ZoneOffset.ofHoursMinutes(
                        sign * number(m, "hours", 0), sign * number(m, "minutes", 0)));
    }

    private static int number(Matcher m, String group, int otherwise) {
        return m.group(group) == null ? otherwise : Integer.parseInt(m.group(group));
    }
}
