package dev.rondo.models.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An even step of time on which rows are laid: the rows of one step become one row, and a step
 * without a row becomes a row without values. Steps of days begin at midnight, of weeks on Monday,
 * of months and years on their first day.
 *
 * @param count units of a step
 * @param unit the unit; empty for times that are numbers
 * @param merge how the rows of a step become one
 */
public record Resampling(BigDecimal count, Optional<ChronoUnit> unit, Duplicates merge) {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    private static final Map<String, ChronoUnit> UNITS =
            Map.of(
                    "s", ChronoUnit.SECONDS,
                    "min", ChronoUnit.MINUTES,
                    "h", ChronoUnit.HOURS,
                    "d", ChronoUnit.DAYS,
                    "w", ChronoUnit.WEEKS,
                    "mo", ChronoUnit.MONTHS,
                    "y", ChronoUnit.YEARS);

    /** Checks the count. */
    public Resampling {
        if (count.signum() <= 0 || unit.isPresent() && !isWhole(count)) {
            throw new IllegalArgumentException("a step is a whole number above 0, got " + count);
        }
    }

    private static boolean isWhole(BigDecimal x) {
        return x.stripTrailingZeros().scale() <= 0
                && x.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    /**
     * A step as commands have it: {@code 15min}, {@code 1h}, {@code 1d}, {@code 1w}, {@code 1mo},
     * {@code 1y}, or a number for times that are numbers.
     *
     * @throws IllegalArgumentException when it is none; the message says what is
     */
    public static Resampling parse(String text, Duplicates merge) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches() || !m.group(2).isEmpty() && !UNITS.containsKey(m.group(2))) {
            throw new IllegalArgumentException(
                    "a step is a number with s, min, h, d, w, mo or y (15min, 1h, 1d), or a number"
                            + " alone for times that are numbers; got '"
                            + text
                            + "'");
        }
        return new Resampling(
                new BigDecimal(m.group(1)), Optional.ofNullable(UNITS.get(m.group(2))), merge);
    }

    /** The step as {@link #parse} reads it. */
    public String step() {
        String name =
                unit.map(
                                u ->
                                        UNITS.entrySet().stream()
                                                .filter(e -> e.getValue() == u)
                                                .findFirst()
                                                .orElseThrow()
                                                .getKey())
                        .orElse("");
        return count.stripTrailingZeros().toPlainString() + name;
    }

    /** Whether times of this kind have such steps. */
    boolean suits(TimeStamp time) {
        return time instanceof TimeStamp.Clock == unit.isPresent();
    }

    /** The beginning of the step in which a time lies. */
    TimeStamp floor(TimeStamp time) {
        return switch (time) {
            case TimeStamp.Count c ->
                    new TimeStamp.Count(
                            c.value().divide(count, 0, RoundingMode.FLOOR).multiply(count));
            case TimeStamp.Clock c -> isOfDays() ? c.at(day(c.local())) : c.at(moment(c));
        };
    }

    /** Whether a step is a day or longer, and so begins at midnight however long a day is. */
    boolean isOfDays() {
        return unit.isPresent() && unit.get().compareTo(ChronoUnit.DAYS) >= 0;
    }

    /** Steps that are shorter than a day are counted in moments, whatever clocks show. */
    private LocalDateTime moment(TimeStamp.Clock c) {
        long seconds = count.longValueExact() * unit.orElseThrow().getDuration().toSeconds();
        long at = c.local().toEpochSecond(c.offset().orElse(ZoneOffset.UTC));
        return c.local().withNano(0).minusSeconds(Math.floorMod(at, seconds));
    }

    private LocalDateTime day(LocalDateTime t) {
        long n = count.longValueExact();
        LocalDateTime day = t.truncatedTo(ChronoUnit.DAYS);
        return switch (unit.orElseThrow()) {
            case MONTHS -> months(day, n);
            case YEARS -> months(day, 12 * n);
            case WEEKS -> {
                LocalDateTime monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                // 1970-01-05 was a Monday
                long weeks = Math.floorDiv(monday.toLocalDate().toEpochDay() - 4, 7);
                yield monday.minusWeeks(Math.floorMod(weeks, n));
            }
            default -> day.minusDays(Math.floorMod(day.toLocalDate().toEpochDay(), n));
        };
    }

    private static LocalDateTime months(LocalDateTime day, long n) {
        long month = 12L * day.getYear() + day.getMonthValue() - 1;
        return day.withDayOfMonth(1).minusMonths(Math.floorMod(month, n));
    }

    /** The beginning of the next step. */
    TimeStamp next(TimeStamp begin) {
        return switch (begin) {
            case TimeStamp.Count c -> new TimeStamp.Count(c.value().add(count));
            case TimeStamp.Clock c ->
                    c.at(c.local().plus(count.longValueExact(), unit.orElseThrow()));
        };
    }
}
