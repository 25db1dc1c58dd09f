package dev.rondo.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The results of finished trials.
 *
 * @param all in the order in which they finished
 */
public record Results(List<TrialResult> all) {
    /** Copies the list. */
    public Results {
        all = List.copyOf(all);
    }

    /** Those of a row. */
    public Results of(Row row) {
        return with(t -> t.row().equals(row.name()));
    }

    /** Those of a lag or length. */
    public Results of(int length) {
        return with(t -> t.length() == length);
    }

    /** Those of trials that satisfy a condition. */
    public Results with(Predicate<Trial> condition) {
        return new Results(all.stream().filter(r -> condition.test(r.trial())).toList());
    }

    /** How many there are, diverged ones included. */
    public int count() {
        return all.size();
    }

    /** Those that diverged. */
    public List<TrialResult> diverged() {
        return all.stream().filter(r -> r.diverged().isPresent()).toList();
    }

    /** Those that did not. */
    public Stream<TrialResult> finite() {
        return all.stream().filter(r -> r.diverged().isEmpty());
    }

    /** How many have a measured truth value that is true; none that diverged has. */
    public int count(String flag) {
        return (int) finite().filter(r -> r.measured().flag(flag)).count();
    }

    /** A measured number of all that did not diverge. */
    public DoubleStream numbers(String name) {
        return finite().mapToDouble(r -> r.measured().number(name));
    }

    /** The mean of a measured number; NaN of none. */
    public double mean(String name) {
        return numbers(name).average().orElse(Double.NaN);
    }

    /** The median of a measured number, the lower of the two in the middle; NaN of none. */
    public double median(String name) {
        double[] sorted = numbers(name).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }
}
