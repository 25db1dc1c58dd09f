package dev.rondo.models.data;

import java.time.LocalDateTime;
import java.time.ZoneId;

/** Where clocks are set forward and back, in any zone that the JDK knows. */
final class ClockChange {
    private ClockChange() {}

    /** Whether there is a zone in which clocks show this twice. */
    static boolean occursTwice(LocalDateTime time) {
        return offsets(time, 2);
    }

    private static boolean offsets(LocalDateTime time, int count) {
        return ZoneId.getAvailableZoneIds().stream()
                .anyMatch(id -> ZoneId.of(id).getRules().getValidOffsets(time).size() == count);
    }
}
