package dev.rondo.cli.experiment;

import dev.rondo.cli.UsageException;

import java.util.List;
import java.util.Locale;

/**
 * What is known of an experiment before it is run.
 *
 * @param name on the command line and in files
 * @param shows what it shows, in one sentence
 * @param source where the claim and the published figures come from
 * @param rows what is compared, in the order of the table
 * @param lengths which lags or lengths there may be
 * @param quick half a minute or so, to see that everything works
 * @param real what is reported
 * @param tuning the choice of learning rates
 * @param score the measured number that learning rates are compared by
 */
public record Sheet(
        String name,
        String shows,
        String source,
        List<Row> rows,
        Lengths lengths,
        Extent quick,
        Extent real,
        Extent tuning,
        Score score) {
    /**
     * The lags or lengths that there may be.
     *
     * @param what is meant by one, such as {@code a lag}
     * @param least the shortest
     * @param most the longest
     * @param multiple what each is a multiple of
     */
    public record Lengths(String what, int least, int most, int multiple) {
        /** Any number from the shortest to the longest. */
        public Lengths(String what, int least, int most) {
            this(what, least, most, 1);
        }
    }

    /**
     * How much is run.
     *
     * @param lengths lags or lengths; empty where each row has its own
     * @param seeds trials of each row and length
     * @param updates most updates of a trial
     * @param minutes longest time of a trial; 0 for no limit
     * @param duration how long all of it takes on two idle cores, in words
     */
    public record Extent(
            List<Integer> lengths, int seeds, long updates, double minutes, String duration) {}

    /**
     * A measured number that says how good a trial is.
     *
     * @param name of the number
     * @param what it is, for the table
     * @param highest whether high is good
     */
    public record Score(String name, String what, boolean highest) {}

    /** Copies the list. */
    public Sheet {
        rows = List.copyOf(rows);
    }

    /** How much is run. */
    public Extent extent(Size size) {
        return switch (size) {
            case QUICK -> quick;
            case REAL -> real;
            case TUNING -> tuning;
        };
    }

    /** What is run if no option says otherwise. */
    public Plan plan(Size size) {
        Extent e = extent(size);
        List<String> names = rows.stream().map(Row::name).toList();
        return new Plan(size, names, e.lengths(), e.seeds(), e.updates(), e.minutes());
    }

    /**
     * Refuses a plan with a length that cannot be, before anything is computed.
     *
     * @throws UsageException when there is one
     */
    public void check(Plan plan) {
        for (int length : plan.lengths()) {
            int multiple = lengths.multiple();
            if (length < lengths.least() || length > lengths.most() || length % multiple != 0) {
                throw new UsageException(
                        String.format(
                                Locale.ROOT,
                                "--lengths must be %sfrom %d to %d for %s, got %d",
                                multiple == 1 ? "" : "multiples of " + multiple + " ",
                                lengths.least(),
                                lengths.most(),
                                lengths.what(),
                                length));
            }
        }
    }

    /** The rows of a plan. */
    List<Row> rows(Plan plan) {
        return rows.stream().filter(r -> plan.rows().contains(r.name())).toList();
    }
}
