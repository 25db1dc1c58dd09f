package dev.rondo.cli.sweep;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep does. The trials follow from the plan alone, so that a sweep that goes on has the
 * same ones.
 *
 * @param task name of the task, as in {@code rondo train}
 * @param words further words of the command line of every trial
 * @param grid texts of {@code --grid}
 * @param random how many combinations are drawn; empty for a grid
 * @param firstSeed seed of the first trial of each combination; the others have the next ones
 * @param seeds trials of each combination
 */
public record SweepPlan(
        String task,
        List<String> words,
        List<String> grid,
        Optional<Drawn> random,
        long firstSeed,
        int seeds) {
    /** The most trials of a sweep. */
    static final int MOST_TRIALS = 10_000;

    /**
     * What {@code --random} and its companions say.
     *
     * @param combinations how many are drawn
     * @param draws texts of {@code --draw}
     * @param seed seed of the draws
     */
    public record Drawn(int combinations, List<String> draws, long seed) {
        /** Copies the list. */
        public Drawn {
            draws = List.copyOf(draws);
            atMost("--random", combinations);
        }
    }

    /** Copies the lists, and checks the values. */
    public SweepPlan {
        words = List.copyOf(words);
        grid = List.copyOf(grid);
        atMost("--seeds", seeds);
        long trials = (long) search(grid, random).combinations() * seeds;
        if (trials > MOST_TRIALS) {
            throw new UsageException(
                    "the sweep would have "
                            + trials
                            + " trials; at most "
                            + MOST_TRIALS
                            + " are possible");
        }
    }

    private static void atMost(String option, int count) {
        if (count < 1 || count > MOST_TRIALS) {
            throw new UsageException(
                    option + " must be from 1 to " + MOST_TRIALS + ", got " + count);
        }
    }

    /** The combinations that are tried. */
    public Search search() {
        return search(grid, random);
    }

    private static Search search(List<String> grid, Optional<Drawn> random) {
        return random.<Search>map(r -> RandomSearch.parse(r.draws(), r.combinations(), r.seed()))
                .orElseGet(() -> Grid.parse(grid));
    }

    /** All trials, those of each combination one after the other. */
    public List<Trial> trials() {
        Search search = search();
        List<Trial> trials = new ArrayList<>();
        for (int c = 0; c < search.combinations(); c++) {
            for (int s = 0; s < seeds; s++) {
                trials.add(new Trial(trials.size() + 1, c, search.at(c), firstSeed + s));
            }
        }
        return List.copyOf(trials);
    }

    Configuration toJson() {
        Configuration c =
                Configuration.empty()
                        .with("task", task)
                        .with("words", words)
                        .with("grid", grid)
                        .with("first_seed", firstSeed)
                        .with("seeds", seeds);
        return random.map(
                        r ->
                                c.with(
                                        "random",
                                        Configuration.empty()
                                                .with("combinations", r.combinations())
                                                .with("draws", r.draws())
                                                .with("seed", r.seed())))
                .orElse(c);
    }

    static SweepPlan parse(Configuration c) {
        Optional<Drawn> random = Optional.empty();
        if (c.has("random")) {
            Configuration r = c.section("random");
            random =
                    Optional.of(
                            new Drawn(
                                    r.integer("combinations", 1, MOST_TRIALS),
                                    r.texts("draws"),
                                    r.integer("seed")));
        }
        return new SweepPlan(
                c.text("task"),
                c.texts("words"),
                c.texts("grid"),
                random,
                c.integer("first_seed"),
                c.integer("seeds", 1, MOST_TRIALS));
    }
}
