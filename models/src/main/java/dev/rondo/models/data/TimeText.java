package dev.rondo.models.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ways in which files write dates; after a day there may be a time of day and an offset. What is
 * not said is the first: 1984 is the first of January 1984 at 00:00. Names of zones other than UTC
 * are kept as they are, since what they stand for differs from place to place.
 */
enum TimeText {
    /** 1984-03-28, 1984/3/28, 1984.03, 1984. */
    YEAR_FIRST(
            "(?<year>\\d{4})(?:(?<between>[-/.])(?<month>\\d\\d?)"
                    + "(?:\\k<between>(?<day>\\d\\d?)"
                    + Part.TIME
                    + ")?)?"),
    /** 28.03.1984, 28/3/1984. */
    DAY_FIRST(
            "(?<day>\\d\\d?)(?<between>[-/.])(?<month>\\d\\d?)\\k<between>(?<year>\\d{4})"
                    + Part.TIME),
    /** 03/28/1984. */
    MONTH_FIRST(
            "(?<month>\\d\\d?)(?<between>[-/.])(?<day>\\d\\d?)\\k<between>(?<year>\\d{4})"
                    + Part.TIME),
    /** 03/1984. */
    MONTH_YEAR("(?<month>\\d\\d?)[-/](?<year>\\d{4})"),
    /** 28-Mar-1984, 28 March 1984. */
    DAY_NAME("(?<day>\\d\\d?)[-/. ]+" + Part.NAME + "[-/.,]* ?(?<year>\\d{4})" + Part.TIME),
    /** Mar 28, 1984. */
    NAME_DAY(Part.NAME + "[-/. ]+(?<day>\\d\\d?)(?:, ?|[-/ ]+)(?<year>\\d{4})" + Part.TIME),
    /** Mar-1984, March 1984. */
    NAME_YEAR(Part.NAME + "[-/., ]*(?<year>\\d{4})"),
    /** 1984-Mar, 1984 Mar 28. */
    YEAR_NAME(
            "(?<year>\\d{4})[-/. ]*" + Part.NAME + "(?:[-/. ]+(?<day>\\d\\d?)" + Part.TIME + ")?"),
    /** 1984M03. */
    YEAR_MONTH("(?<year>\\d{4})-?[Mm](?<month>\\d\\d?)"),
    /** 1984Q1, 1984-Q1. */
    YEAR_QUARTER("(?<year>\\d{4})[-/ ]?[Qq](?<quarter>[1-4])"),
    /** Q1 1984. */
    QUARTER_YEAR("[Qq](?<quarter>[1-4])[-/ ]?(?<year>\\d{4})"),
    /** 1984-W13, 1984-W13-3. */
    YEAR_WEEK("(?<year>\\d{4})-?[Ww](?<week>\\d\\d?)(?:-(?<weekday>[1-7]))?");

    /** What several have in common. */
    private static final class Part {
        static final String NAME =
                "(?<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
                        + "|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))";

        static final String TIME =
                "(?:(?:[Tt]|,? +)"
                        + "(?<hour>\\d\\d?)"
                        + "(?::(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<part>\\d+))?)?)?"
                        + "(?: ?(?<half>[AaPp])[Mm])?"
                        + "(?: ?(?<sign>[+-])(?<hours>\\d\\d?)(?::?(?<minutes>\\d\\d))?)?"
                        + ")?"
                        + "(?: ?(?<utc>[Zz]|UTC|GMT)| (?<zone>[A-Z]{3,5}|[A-Za-z]+/[A-Za-z_/-]+))?"
                        + "(?: ?\\[.+])?";
    }

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final Pattern COMPACT = Pattern.compile("[12]\\d{5}(\\d\\d){0,4}");

    private final Pattern pattern;

    TimeText(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** What of a text is what; its parts are known by the names of their groups. */
    Matcher match(String text) {
        return pattern.matcher(text);
    }

    /**
     * Reads a date.
     *
     * @return nothing when the text is not written so
     * @throws DateTimeException when it is, and there is no such date or time of day
     */
    Optional<TimeStamp.Clock> read(String text) {
        Matcher m = match(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TimeStamp.Clock(at(date(m), m), offset(m), text(m, "zone", "")));
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
            return YEAR_FIRST.read(spaced.toString());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static LocalDate date(Matcher m) {
        int year = number(m, "year", 1);
        if (m.namedGroups().containsKey("week")) {
            return TimePattern.week(year, number(m, "week", 1), number(m, "weekday", 1));
        }
        String name = text(m, "name", "   ").substring(0, 3).toLowerCase(Locale.ROOT);
        int named = Math.max(0, MONTHS.indexOf(name)) / 3 + 1;
        int month = Math.max(named, 3 * number(m, "quarter", 1) - 2);
        return LocalDate.of(year, number(m, "month", month), number(m, "day", 1));
    }

    private static LocalDateTime at(LocalDate date, Matcher m) {
        int hour = number(m, "hour", 0);
        int minute = number(m, "minute", 0);
        int second = number(m, "second", 0);
        int part = part(text(m, "part", "0"));
        String half = text(m, "half", "");
        if (!half.isEmpty()) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("hour " + hour + " of twelve");
            }
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
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
        if (digits.length() > 9 && !digits.substring(9).matches("0+")) {
            throw new DateTimeException("less than a nanosecond");
        }
        return Integer.parseInt((digits + "00000000").substring(0, 9));
    }

    private static Optional<ZoneOffset> offset(Matcher m) {
        if (!text(m, "utc", "").isEmpty()) {
            return Optional.of(ZoneOffset.UTC);
        }
        String sign = text(m, "sign", "");
        if (sign.isEmpty()) {
            return Optional.empty();
        }
        int factor = sign.equals("-") ? -1 : 1;
        return Optional.of(
                ZoneOffset.ofHoursMinutes(
                        factor * number(m, "hours", 0), factor * number(m, "minutes", 0)));
    }

    private static int number(Matcher m, String group, int otherwise) {
        String digits = text(m, group, "");
        return digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    /** A part of the text, where this way of writing has it and it is there. */
    static String text(Matcher m, String group, String otherwise) {
        String text = m.namedGroups().containsKey(group) ? m.group(group) : null;
        return text == null ? otherwise : text;
    }
}
