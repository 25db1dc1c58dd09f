package dev.rondo.models.data;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.Optional;

/** Reads and writes times by a pattern of java.time. What it does not say is the first. */
final class TimePattern {
    /** English names, and the weeks of ISO 8601, as Germany counts them. */
    private static final Locale ENGLISH = Locale.forLanguageTag("en-u-rg-dezzzz");

    private static final WeekFields WEEKS = WeekFields.of(ENGLISH);

    private final DateTimeFormatter formatter;

    private TimePattern(DateTimeFormatter formatter) {
        this.formatter = formatter;
    }

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException when it is none, or says nothing of the year
     */
    static TimePattern of(String pattern) {
        String years = plainYears(pattern);
        if (years.replaceAll("'[^']*'", "").chars().noneMatch(c -> c == 'u' || c == 'Y')) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' has no year; a pattern is for instance dd.MM.yyyy HH:mm");
        }
        try {
            return new TimePattern(
                    new DateTimeFormatterBuilder()
                            .parseCaseInsensitive()
                            .appendPattern(years)
                            .toFormatter(ENGLISH)
                            .withResolverStyle(ResolverStyle.STRICT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'"
                            + pattern
                            + "' is no pattern of dates ("
                            + e.getMessage()
                            + "); one is for instance dd.MM.yyyy HH:mm",
                    e);
        }
    }

    /** The strict reader wants an era beside a {@code y}; a {@code u} needs none. */
    private static String plainYears(String pattern) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            plain.append(c == 'y' && !quoted ? 'u' : c);
        }
        return plain.toString();
    }

    /**
     * Reads a time.
     *
     * @return nothing when it is not written so
     * @throws DateTimeException when it is, and there is no such date or time of day
     */
    Optional<TimeStamp.Clock> read(String text) {
        ParsePosition at = new ParsePosition(0);
        if (formatter.parseUnresolved(text, at) == null || at.getIndex() < text.length()) {
            return Optional.empty();
        }
        TemporalAccessor parsed = formatter.parse(text);
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        LocalDateTime local =
                (date == null ? date(parsed) : date)
                        .atTime(time == null ? LocalTime.of(hour(parsed), 0) : time);
        ZoneId zone = parsed.query(TemporalQueries.zone());
        return Optional.of(
                zone instanceof ZoneOffset offset
                        ? new TimeStamp.Clock(local, Optional.of(offset), "")
                        : new TimeStamp.Clock(
                                local, Optional.empty(), zone == null ? "" : zone.getId()));
    }

    private static LocalDate date(TemporalAccessor parsed) {
        if (parsed.isSupported(WEEKS.weekBasedYear())) {
            int year = field(parsed, WEEKS.weekBasedYear());
            return week(year, field(parsed, WEEKS.weekOfWeekBasedYear()), 1);
        }
        int quarter = field(parsed, IsoFields.QUARTER_OF_YEAR);
        int month = Math.max(field(parsed, ChronoField.MONTH_OF_YEAR), 3 * quarter - 2);
        return LocalDate.of(
                field(parsed, ChronoField.YEAR), month, field(parsed, ChronoField.DAY_OF_MONTH));
    }

    /**
     * A day of a week of ISO 8601.
     *
     * @throws DateTimeException when the year has no such week
     */
    static LocalDate week(int year, int week, int day) {
        LocalDate first = LocalDate.of(year, 1, 4).with(ChronoField.DAY_OF_WEEK, 1);
        LocalDate date = first.plusWeeks(week - 1L).plusDays(day - 1L);
        if (date.with(ChronoField.DAY_OF_WEEK, 4).getYear() != year) {
            throw new DateTimeException("week " + week + " of " + year);
        }
        return date;
    }

    private static int field(TemporalAccessor parsed, TemporalField field) {
        // a date that is not complete gives no range to check against, and so no int
        return parsed.isSupported(field) ? Math.toIntExact(parsed.getLong(field)) : 1;
    }

    private static int hour(TemporalAccessor parsed) {
        return parsed.isSupported(ChronoField.HOUR_OF_DAY)
                ? parsed.get(ChronoField.HOUR_OF_DAY)
                : 0;
    }

    /** Writes a time. */
    String write(TimeStamp.Clock clock) {
        LocalDateTime local = clock.local();
        ZoneId zone = clock.offset().map(ZoneId.class::cast).orElseGet(() -> zone(clock.zone()));
        return formatter.format(local.atZone(zone));
    }

    /** Names that only the file knows stand in its pattern as they are. */
    private static ZoneId zone(String name) {
        return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : ZoneOffset.UTC;
    }
}
