package dev.rondo.models.data;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Times as the clocks of a zone show them, over the days on which those are set. */
final class TimeZones {
    private TimeZones() {}

    /**
     * A time with the zone's offset. One with an offset is turned to the zone's clocks. One without
     * is taken as those show it; of an hour that they show twice it is the first, or the second
     * where it would not come after the time before.
     *
     * @param before the time before it, of the zone; empty for the first
     * @return empty where the zone's clocks never showed it, since they were set forward
     */
    static Optional<TimeStamp.Clock> in(
            ZoneId zone, TimeStamp.Clock clock, Optional<TimeStamp.Clock> before) {
        if (clock.offset().isPresent()) {
            return Optional.of(turned(zone, clock));
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(clock.local());
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        TimeStamp.Clock first = at(clock.local(), offsets.getFirst());
        boolean again = before.isPresent() && !first.isAfter(before.get());
        return Optional.of(again ? at(clock.local(), offsets.getLast()) : first);
    }

    /** The same moment on the zone's clocks. */
    static TimeStamp.Clock turned(ZoneId zone, TimeStamp.Clock clock) {
        var moment = clock.local().atOffset(clock.offset().orElseThrow()).atZoneSameInstant(zone);
        return at(moment.toLocalDateTime(), moment.getOffset());
    }

    /**
     * A time to come, of a step that was taken on the zone's clocks: the same hour on other days,
     * or so many hours later where the step is shorter than a day.
     *
     * @param from the last time that is known
     * @param later what the step makes of it, with its offset
     */
    static TimeStamp.Clock later(ZoneId zone, TimeStamp.Clock from, TimeStamp.Clock later) {
        return later.local().toLocalTime().equals(from.local().toLocalTime())
                ? shown(zone, later)
                : turned(zone, later);
    }

    /** The moment at which the zone's clocks show the same, or the next that they show. */
    static TimeStamp.Clock shown(ZoneId zone, TimeStamp.Clock clock) {
        var there = clock.local().atZone(zone);
        return at(there.toLocalDateTime(), there.getOffset());
    }

    private static TimeStamp.Clock at(LocalDateTime local, ZoneOffset offset) {
        return new TimeStamp.Clock(local, Optional.of(offset), "");
    }
}
