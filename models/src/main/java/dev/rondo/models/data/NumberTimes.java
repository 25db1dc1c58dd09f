package dev.rondo.models.data;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times that are written in digits alone: numbers that count something, dates with nothing between
 * (19840328), or seconds, milli-, micro- or nanoseconds since 1970.
 */
final class NumberTimes {
    /** Digits of a year, a month and a day; with fewer, an even row of numbers counts something. */
    private static final int DAY_DIGITS = 8;

    /** 2001 to 2100 in seconds; in smaller units, no number of which lies between. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(1_000_000_000L);

    private static final BigDecimal LATEST = BigDecimal.valueOf(4_102_444_800L);

    private NumberTimes() {}

    /**
     * Decides what the numbers of a column are.
     *
     * @param texts as they are written
     * @param counts their values
     */
    static TimeColumn.Read read(List<String> texts, List<TimeStamp.Count> counts) {
        boolean even = areEven(counts);
        int digits = texts.getFirst().length();
        if (!even || digits >= DAY_DIGITS) {
            List<TimeStamp.Clock> dates = dates(texts, digits);
            if (dates.size() == texts.size()) {
                return TimeColumn.Read.of(
                        dates,
                        TimeFormat.Order.RECOGNISED,
                        () -> TimePattern.of("uuuuMMddHHmmss".substring(0, digits))::write);
            }
        }
        return (even ? Optional.<Integer>empty() : decimals(counts))
                .map(unit -> sinceEpoch(counts, unit))
                .orElseGet(
                        () ->
                                new TimeColumn.Read(
                                        counts, TimeFormat.Order.RECOGNISED, TimeStamp::toString));
    }

    private static boolean areEven(List<TimeStamp.Count> counts) {
        for (int i = 2; i < counts.size(); i++) {
            BigDecimal last = counts.get(i).value().subtract(counts.get(i - 1).value());
            BigDecimal before = counts.get(i - 1).value().subtract(counts.get(i - 2).value());
            if (last.compareTo(before) != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<TimeStamp.Clock> dates(List<String> texts, int digits) {
        List<TimeStamp.Clock> dates = new ArrayList<>();
        for (String text : texts) {
            if (text.length() == digits) {
                TimeText.readCompact(text).ifPresent(dates::add);
            }
        }
        return dates;
    }

    /** How many decimals of a second the unit has in which all numbers are times of our days. */
    private static Optional<Integer> decimals(List<TimeStamp.Count> counts) {
        for (int decimals : new int[] {0, 3, 6, 9}) {
            BigDecimal from = EARLIEST.scaleByPowerOfTen(decimals);
            BigDecimal to = LATEST.scaleByPowerOfTen(decimals);
            if (counts.stream()
                    .map(TimeStamp.Count::value)
                    .allMatch(v -> v.compareTo(from) >= 0 && v.compareTo(to) < 0)) {
                return Optional.of(decimals);
            }
        }
        return Optional.empty();
    }

    private static TimeColumn.Read sinceEpoch(List<TimeStamp.Count> counts, int decimals) {
        List<TimeStamp.Clock> clocks = new ArrayList<>();
        for (TimeStamp.Count count : counts) {
            BigDecimal[] seconds =
                    count.value().scaleByPowerOfTen(-decimals).divideAndRemainder(BigDecimal.ONE);
            BigDecimal nanos = seconds[1].movePointRight(9);
            if (nanos.stripTrailingZeros().scale() > 0) {
                return new TimeColumn.Read(
                        counts, TimeFormat.Order.RECOGNISED, TimeStamp::toString);
            }
            clocks.add(
                    new TimeStamp.Clock(
                            LocalDateTime.ofEpochSecond(
                                    seconds[0].longValue(), nanos.intValue(), ZoneOffset.UTC),
                            Optional.of(ZoneOffset.UTC),
                            ""));
        }
        return new TimeColumn.Read(
                clocks,
                TimeFormat.Order.RECOGNISED,
                t -> Words.number(t.position().scaleByPowerOfTen(decimals)));
    }
}
