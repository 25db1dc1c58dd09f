package dev.rondo.cli.bench.merge;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;
import java.util.OptionalDouble;

/** What a column has for a workload. */
sealed interface Entry {
    /** Nothing: it was left out there, or not in the list. */
    record Missing() implements Entry {
        @Override
        public String toString() {
            return "-";
        }
    }

    /** A timing of wrong results, which says nothing. */
    record Wrong() implements Entry {
        @Override
        public String toString() {
            return "WRONG";
        }
    }

    /**
     * A timing.
     *
     * @param millis median time of a step
     * @param joules energy of a step; empty where it was not exposed
     */
    record Timed(double millis, OptionalDouble joules) implements Entry {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f", millis);
        }
    }

    /**
     * The entry of a result.
     *
     * @throws dev.rondo.models.checkpoint.CheckpointException when a field is missing or wrong
     */
    static Entry of(Configuration result) {
        double millis = positive(result, "median_ms");
        if (!result.section("provenance").section("check").flag("right")) {
            return new Wrong();
        }
        String energy = "energy_joules_per_step";
        return new Timed(
                millis,
                result.has(energy)
                        ? OptionalDouble.of(result.number(energy))
                        : OptionalDouble.empty());
    }

    private static double positive(Configuration result, String key) {
        double value = result.number(key);
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw result.wrong(key, "a number above 0");
        }
        return value;
    }
}
