package dev.rondo.models.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The interval that explains most rows of a series.
 *
 * @param interval from one row to the next
 * @param joined how many rows follow the one before after such an interval
 * @param pairs of neighbors
 */
record Rhythm(Interval interval, int joined, int pairs) {
    /** The share of rows from which on the others are told to be gaps. */
    private static final double REGULAR = 0.9;

    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

    /** Finds it for two times or more, in their order. */
    static Rhythm of(List<? extends TimeStamp> times) {
        Rhythm best = null;
        for (Interval interval : intervals(times)) {
            int joined = 0;
            for (int i = 1; i < times.size(); i++) {
                joined += interval.joins(times.get(i - 1), times.get(i)) ? 1 : 0;
            }
            if (best == null || joined > best.joined) {
                best = new Rhythm(interval, joined, times.size() - 1);
            }
        }
        return best;
    }

    /** What may explain the rows; of two that explain as many, the first is meant. */
    private static List<Interval> intervals(List<? extends TimeStamp> times) {
        long[] months = new long[times.size() - 1];
        BigDecimal[] apart = new BigDecimal[months.length];
        for (int i = 0; i < months.length; i++) {
            months[i] = Interval.Months.between(times.get(i), times.get(i + 1));
            apart[i] = times.get(i + 1).position().subtract(times.get(i).position());
        }
        Arrays.sort(months);
        Arrays.sort(apart);
        long month = months[months.length / 2];
        boolean clock = times.getFirst() instanceof TimeStamp.Clock;
        Interval.Even even = new Interval.Even(apart[apart.length / 2], clock);
        List<Interval> intervals = new ArrayList<>();
        if (month > 0) {
            intervals.add(
                    new Interval.Months(
                            month, times.stream().allMatch(Interval.Months::endsMonth)));
        }
        intervals.add(even);
        if (clock) {
            intervals.add(new Interval.Weekdays());
            if (even.size().compareTo(DAY) < 0) {
                intervals.add(new Interval.WithinDays(even));
            }
        }
        return intervals;
    }

    /** How fast the rows follow each other; nothing where that is not regular or not of clocks. */
    Optional<Pace> pace(List<? extends TimeStamp> times) {
        if (!isRegular() || !(times.getFirst() instanceof TimeStamp.Clock)) {
            return Optional.empty();
        }
        double[] apart = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            BigDecimal later = times.get(i + 1).position();
            apart[i] = later.subtract(times.get(i).position()).doubleValue();
        }
        Arrays.sort(apart);
        return Optional.of(new Pace(interval.toString(), apart[pairs / 2]));
    }

    /** Whether rows that do not follow after the interval are exceptions. */
    boolean isRegular() {
        return joined >= REGULAR * pairs;
    }
}
