package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows that are missing in a series, where most rows follow each other at regular intervals.
 */
final class TimeGaps {
    /**
     * Missing rows.
     *
     * @param row the one before them
     * @param missing how many
     * @param usual whether a complete file has such a gap now and then
     */
    record Gap(int row, long missing, boolean usual) {}

    private final List<? extends TimeStamp> times;
    private final Rhythm rhythm;
    private final List<Gap> gaps = new ArrayList<>();
    private int forward;

    private TimeGaps(List<? extends TimeStamp> times) {
        this.times = times;
        this.rhythm = Rhythm.of(times);
        if (!rhythm.isRegular()) {
            return;
        }
        Interval interval = rhythm.interval();
        for (int i = 0; i + 1 < times.size(); i++) {
            long missing = interval.missing(times.get(i), times.get(i + 1));
            if (missing > 0) {
                if (ClockChange.leavesOut(interval, times.get(i), times.get(i + 1))) {
                    forward++;
                } else {
                    gaps.add(new Gap(i, missing, interval.isUsual(missing)));
                }
            }
        }
    }

    /** Finds them in two times or more, in their order. */
    static TimeGaps find(List<? extends TimeStamp> times) {
        return new TimeGaps(times);
    }

    /** How the rows follow each other. */
    Rhythm rhythm() {
        return rhythm;
    }

    /** The gaps, in the order of time; none where the rows are not regular. */
    List<Gap> gaps() {
        return gaps;
    }

    /** How often clocks were set forward; what they leave out is not missing. */
    int forward() {
        return forward;
    }

    /** When a row after the end will be, 1 for the first; empty if that is not known. */
    Optional<TimeStamp> afterEnd(int row) {
        return rhythm.isRegular() && rhythm.interval().goesOn()
                ? Optional.of(rhythm.interval().later(times.getLast(), row))
                : Optional.empty();
    }

    /** Rows that would be filled in. A double, since there is no limit. */
    static double missing(List<Gap> gaps) {
        return gaps.stream().mapToDouble(Gap::missing).sum();
    }

    /** How many rows are put in before a row. */
    int insertedBefore(int row) {
        return gaps.stream().filter(g -> g.row() + 1 < row).mapToInt(g -> (int) g.missing()).sum();
    }

    /** Numbers with NaN for each missing row. */
    double[] spread(double[] numbers) {
        double[] all = new double[numbers.length + (int) missing(gaps)];
        Arrays.fill(all, Double.NaN);
        int from = 0;
        int at = 0;
        for (Gap gap : gaps) {
            int kept = gap.row() + 1 - from;
            System.arraycopy(numbers, from, all, at, kept);
            at += kept + (int) gap.missing();
            from += kept;
        }
        System.arraycopy(numbers, from, all, at, numbers.length - from);
        return all;
    }

    /** The times with those of the missing rows. */
    List<TimeStamp> stamps() {
        List<TimeStamp> all = new ArrayList<>();
        int from = 0;
        for (Gap gap : gaps) {
            all.addAll(times.subList(from, gap.row() + 1));
            from = gap.row() + 1;
            for (int k = 1; k <= gap.missing(); k++) {
                all.add(rhythm.interval().later(times.get(gap.row()), k));
            }
        }
        all.addAll(times.subList(from, times.size()));
        return all;
    }

    /** Names of rows with those of the rows between. */
    List<String> fill(List<String> names, Function<TimeStamp, String> writer) {
        List<String> all = new ArrayList<>();
        int from = 0;
        for (Gap gap : gaps) {
            all.addAll(names.subList(from, gap.row() + 1));
            from = gap.row() + 1;
            for (int k = 1; k <= gap.missing(); k++) {
                TimeStamp time = rhythm.interval().later(times.get(gap.row()), k);
                all.add(writer.apply(time) + " (filled in)");
            }
        }
        all.addAll(names.subList(from, names.size()));
        return List.copyOf(all);
    }
}
