package dev.rondo.cli.experiment;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.task.Limits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Which trials an experiment has and how long each goes on. Immutable; each method returns a
 * changed copy.
 *
 * @param size how much is run
 * @param rows names of the rows that are run
 * @param lengths lags or lengths; empty where each row has its own
 * @param seeds trials of each row and length
 * @param updates most updates of a trial
 * @param minutes longest time of a trial; 0 for no limit
 */
public record Plan(
        Size size,
        List<String> rows,
        List<Integer> lengths,
        int seeds,
        long updates,
        double minutes) {
    /** The seeds of tuning are above those of any report. */
    private static final long FIRST_TUNING_SEED = 1001;

    private static final int MOST_SEEDS = 1000;

    /** Checks the numbers. */
    public Plan {
        rows = List.copyOf(rows);
        lengths = lengths.stream().distinct().toList();
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new UsageException("--seeds must be from 1 to " + MOST_SEEDS + ", got " + seeds);
        }
        if (updates < 1) {
            throw new UsageException("--updates must be at least 1, got " + updates);
        }
        if (!(minutes >= 0 && minutes < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--minutes must be 0 or above and finite, got " + minutes);
        }
    }

    /** A copy with other rows. */
    public Plan rows(List<String> names) {
        return new Plan(size, names, lengths, seeds, updates, minutes);
    }

    /** A copy with other lags or lengths. */
    public Plan lengths(List<Integer> all) {
        return new Plan(size, rows, all, seeds, updates, minutes);
    }

    /** A copy with another number of seeds. */
    public Plan seeds(int count) {
        return new Plan(size, rows, lengths, count, updates, minutes);
    }

    /** A copy with another limit of updates. */
    public Plan updates(long most) {
        return new Plan(size, rows, lengths, seeds, most, minutes);
    }

    /** A copy with another limit of time. */
    public Plan minutes(double longest) {
        return new Plan(size, rows, lengths, seeds, updates, longest);
    }

    /** The longest time of a trial, if it is limited. */
    Optional<Duration> longest() {
        return minutes > 0 ? Optional.of(Limits.minutes(minutes).time()) : Optional.empty();
    }

    /** The seeds of its trials: 1, 2, … for a report, {@value #FIRST_TUNING_SEED}, … for tuning. */
    LongStream seedNumbers() {
        long first = size == Size.TUNING ? FIRST_TUNING_SEED : 1;
        return LongStream.range(first, first + seeds);
    }

    Configuration toJson() {
        return Configuration.empty()
                .with("size", size)
                .with("rows", rows)
                .with("lengths", lengths)
                .with("seeds", seeds)
                .with("updates", updates)
                .with("minutes", minutes);
    }

    static Plan parse(Configuration c) {
        return new Plan(
                c.choice("size", Size.class),
                c.texts("rows"),
                c.numbers("lengths").stream().map(Double::intValue).toList(),
                c.integer("seeds", 1, MOST_SEEDS),
                c.integer("updates"),
                c.number("minutes"));
    }
}
