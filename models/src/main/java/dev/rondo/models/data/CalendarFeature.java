package dev.rondo.models.data;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the calendar and the clock on the wall say of a row. It is known of every time to come. A
 * cycle is told as sine and cosine, so that its end lies beside its beginning.
 */
public enum CalendarFeature {
    /** The time of day. */
    HOUR(24) {
        @Override
        double place(LocalDateTime t) {
            return t.getHour() + t.getMinute() / 60.0;
        }
    },
    /** The day of the week. */
    WEEKDAY(7) {
        @Override
        double place(LocalDateTime t) {
            return t.getDayOfWeek().getValue() - 1;
        }
    },
    /** The day of the month. */
    DAY(31) {
        @Override
        double place(LocalDateTime t) {
            return t.getDayOfMonth() - 1;
        }
    },
    /** The month of the year. */
    MONTH(12) {
        @Override
        double place(LocalDateTime t) {
            return t.getMonthValue() - 1;
        }
    };

    private final double cycle;

    CalendarFeature(double cycle) {
        this.cycle = cycle;
    }

    abstract double place(LocalDateTime t);

    /** The names of its two columns. */
    List<String> columns() {
        return List.of(this + " (sine)", this + " (cosine)");
    }

    /** Sine and cosine of a time. */
    double[] of(LocalDateTime t) {
        double angle = 2 * Math.PI * place(t) / cycle;
        return new double[] {Math.sin(angle), Math.cos(angle)};
    }

    /**
     * The feature of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the names
     */
    public static CalendarFeature named(String name) {
        return Arrays.stream(values())
                .filter(f -> f.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be one of "
                                                + String.join(
                                                        ", ",
                                                        Arrays.stream(values())
                                                                .map(Object::toString)
                                                                .toList())
                                                + ", got '"
                                                + name
                                                + "'"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
