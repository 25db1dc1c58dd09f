package dev.rondo.cli.sweep;

import dev.rondo.models.data.Mix;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Combinations of values that are drawn independently. The numbers of a combination come from the
 * seed and the number of the combination alone.
 *
 * @param draws how the values of each option are drawn
 * @param combinations how many combinations there are
 * @param seed seed of the draws
 */
public record RandomSearch(List<Draw> draws, int combinations, long seed) implements Search {
    /**
     * An option and how its values are drawn.
     *
     * @param option its name, without dashes
     * @param from what they are drawn from
     */
    public record Draw(String option, Distribution from) {}

    /** Copies the list. */
    public RandomSearch {
        draws = List.copyOf(draws);
    }

    /** Reads texts such as {@code learning-rate=log:1e-4..1e-1}. */
    static RandomSearch parse(List<String> texts, int combinations, long seed) {
        List<Draw> draws =
                Swept.all("--draw", texts).stream()
                        .map(s -> new Draw(s.option(), Distribution.parse(s)))
                        .toList();
        return new RandomSearch(draws, combinations, seed);
    }

    @Override
    public List<String> options() {
        return draws.stream().map(Draw::option).toList();
    }

    @Override
    public Map<String, String> at(int combination) {
        SplittableRandom random = Mix.at(seed, combination);
        Map<String, String> values = new LinkedHashMap<>();
        draws.forEach(d -> values.put(d.option(), d.from().draw(random)));
        return Collections.unmodifiableMap(values);
    }
}
