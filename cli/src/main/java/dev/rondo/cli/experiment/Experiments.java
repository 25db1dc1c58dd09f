package dev.rondo.cli.experiment;

import dev.rondo.cli.UsageException;
import dev.rondo.models.data.NearMiss;

import java.util.List;

/** The experiments there are. */
public final class Experiments {
    private static final List<Experiment> ALL =
            List.of(
                    new Reach(),
                    new Clipping(),
                    new Lag1997(),
                    new AddingCopy(),
                    new AttentionReach(),
                    new Highway());

    private Experiments() {}

    /** All of them. */
    public static List<Experiment> all() {
        return ALL;
    }

    /**
     * The one of that name.
     *
     * @throws UsageException when there is none; the message lists those there are
     */
    public static Experiment named(String name) {
        return ALL.stream()
                .filter(e -> e.sheet().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(unknown("experiment", name, names())));
    }

    /**
     * The rows of an experiment that are asked for, as they are named.
     *
     * @throws UsageException when there is no such row; the message lists those there are
     */
    public static List<String> rows(Experiment experiment, List<String> wanted) {
        List<String> names = experiment.sheet().rows().stream().map(Row::name).toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new UsageException("--only: " + unknown("row", name, names));
            }
        }
        return wanted;
    }

    private static List<String> names() {
        return ALL.stream().map(e -> e.sheet().name()).toList();
    }

    private static String unknown(String what, String name, List<String> names) {
        return "there is no "
                + what
                + " '"
                + name
                + "'; there are "
                + String.join(", ", names)
                + NearMiss.question(name, names);
    }
}
