package dev.rondo.models.data;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** Where clocks are set forward and back, in any zone that the JDK knows. */
final class ClockChange {
    /** Clocks are set by no more; what left out a whole day changed its side of the date line. */
    static final Duration MOST = Duration.ofHours(2);

    private static final List<ZoneRules> RULES =
            ZoneId.getAvailableZoneIds().stream()
                    .map(id -> ZoneId.of(id).getRules())
                    .filter(rules -> !rules.isFixedOffset())
                    .distinct()
                    .toList();

    private ClockChange() {}

    /** Whether there is a zone in which clocks show this twice. */
    static boolean occursTwice(LocalDateTime time) {
        return RULES.stream().anyMatch(rules -> rules.getValidOffsets(time).size() > 1);
    }

    /**
     * Whether there is a zone in which clocks never showed what is missing between two times, and
     * one follows the other.
     */
    static boolean leavesOut(Interval interval, TimeStamp before, TimeStamp after) {
        return after instanceof TimeStamp.Clock a
                && a.offset().isEmpty()
                && interval.later(before, 1) instanceof TimeStamp.Clock missing
                && RULES.stream()
                        .map(rules -> rules.getTransition(missing.local()))
                        .anyMatch(t -> isForward(t) && joins(interval, before, a, t));
    }

    private static boolean isForward(ZoneOffsetTransition transition) {
        return transition != null
                && transition.isGap()
                && transition.getDuration().compareTo(MOST) <= 0;
    }

    private static boolean joins(
            Interval interval,
            TimeStamp before,
            TimeStamp.Clock after,
            ZoneOffsetTransition forward) {
        TimeStamp then = after.at(after.local().minus(forward.getDuration()));
        return then.isAfter(before) && interval.missing(before, then) == 0;
    }
}
