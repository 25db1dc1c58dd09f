package dev.rondo.cli.sweep;

import dev.rondo.cli.UsageException;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every combination of some values. The values of the last option change fastest, as in nested
 * loops.
 *
 * @param axes the values of each option; without any there is one combination
 */
public record Grid(List<Axis> axes) implements Search {
    /**
     * An option and its values.
     *
     * @param option its name, without dashes
     * @param values in order, all different
     */
    public record Axis(String option, List<String> values) {
        /** Copies the list. */
        public Axis {
            values = List.copyOf(values);
        }
    }

    /** Copies the list, and checks that there are not too many combinations. */
    public Grid {
        axes = List.copyOf(axes);
        long combinations = 1;
        for (Axis axis : axes) {
            combinations *= axis.values().size();
            if (combinations > SweepPlan.MOST_TRIALS) {
                throw new UsageException(
                        "the grid has more than "
                                + SweepPlan.MOST_TRIALS
                                + " combinations; draw some of them with --random");
            }
        }
    }

    /** Reads texts such as {@code hidden=64,128}. */
    static Grid parse(List<String> texts) {
        return new Grid(
                Swept.all("--grid", texts).stream()
                        .map(s -> new Axis(s.option(), s.values()))
                        .toList());
    }

    @Override
    public List<String> options() {
        return axes.stream().map(Axis::option).toList();
    }

    @Override
    public int combinations() {
        return axes.stream().mapToInt(a -> a.values().size()).reduce(1, (a, b) -> a * b);
    }

    @Override
    public Map<String, String> at(int combination) {
        Map<String, String> values = new LinkedHashMap<>();
        int block = combinations();
        for (Axis axis : axes) {
            int count = axis.values().size();
            block /= count;
            values.put(axis.option(), axis.values().get(combination / block % count));
        }
        return Collections.unmodifiableMap(values);
    }
}
