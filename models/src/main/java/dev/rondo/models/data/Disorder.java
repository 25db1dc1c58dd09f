package dev.rondo.models.data;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why the times of a series do not increase. */
final class Disorder {
    private Disorder() {}

    /**
     * Says why, and what to do.
     *
     * @param row whose time does not come after that of the row before
     */
    static String cause(List<? extends TimeStamp> stamps, int row) {
        if (areSeveralSeries(stamps)) {
            return "Most times occur more than once, as in a file of several series."
                    + " Name the column that tells them apart (--id COLUMN), or keep the rows of one";
        }
        if (isSetBack(stamps.get(row - 1), stamps.get(row))) {
            return "Clocks were set back, so this hour occurs twice."
                    + " Name their zone (--zone Europe/Berlin), or write the times in UTC or with their"
                    + " offset (2022-10-30T02:00:00+01:00)";
        }
        if (!stamps.get(row - 1).isAfter(stamps.get(row))) {
            return "Keep one of the two rows (--duplicates first, last, mean or sum), or say more exactly"
                    + " when each was";
        }
        return isBackwards(stamps)
                ? "All rows run backwards: --sort turns them round"
                : "--sort sorts the rows";
    }

    private static boolean areSeveralSeries(List<? extends TimeStamp> stamps) {
        Map<BigDecimal, Integer> counts = new TreeMap<>();
        stamps.forEach(s -> counts.merge(s.position(), 1, Integer::sum));
        long repeated = counts.values().stream().filter(n -> n > 1).count();
        return counts.size() > 1 && 2 * repeated > counts.size();
    }

    private static boolean isBackwards(List<? extends TimeStamp> stamps) {
        for (int i = 1; i < stamps.size(); i++) {
            if (!stamps.get(i - 1).isAfter(stamps.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSetBack(TimeStamp before, TimeStamp after) {
        return before instanceof TimeStamp.Clock b
                && after instanceof TimeStamp.Clock a
                && a.offset().isEmpty()
                && Duration.between(a.local(), b.local()).compareTo(ClockChange.MOST) <= 0
                && ClockChange.occursTwice(a.local());
    }
}
