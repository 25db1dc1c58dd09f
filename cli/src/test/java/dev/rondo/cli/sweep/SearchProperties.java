package dev.rondo.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.cli.UsageException;
import dev.rondo.models.checkpoint.JsonLines;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Grids have every combination in the order of nested loops; draws keep to what they are given. */
class SearchProperties {
    private static final int MANY = 4000;

    /** Five standard deviations of a share of one half. */
    private static final double FAR = 5 * 0.5 / Math.sqrt(MANY);

    private static RandomSearch search(String draw, int combinations, long seed) {
        return RandomSearch.parse(List.of(draw), combinations, seed);
    }

    /** Many numbers of one option. */
    private static double[] numbers(String from, long seed) {
        RandomSearch search = search("x=" + from, MANY, seed);
        return IntStream.range(0, MANY)
                .mapToDouble(i -> Double.parseDouble(search.at(i).get("x")))
                .toArray();
    }

    private static double share(double[] numbers, double below) {
        return (double) IntStream.range(0, MANY).filter(i -> numbers[i] < below).count() / MANY;
    }

    @Property(tries = 100)
    void a_grid_has_every_combination_in_the_order_of_nested_loops(
            @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes) {
        List<String> texts = new ArrayList<>();
        List<List<String>> expected = List.of(List.of());
        for (int axis = 0; axis < sizes.size(); axis++) {
            List<String> values =
                    IntStream.range(0, sizes.get(axis)).mapToObj(v -> "v" + v).toList();
            texts.add("o" + axis + "=" + String.join(",", values));
            expected =
                    expected.stream()
                            .flatMap(before -> values.stream().map(v -> with(before, v)))
                            .toList();
        }

        Grid grid = Grid.parse(texts);

        assertThat(grid.combinations()).isEqualTo(expected.size());
        assertThat(
                        IntStream.range(0, grid.combinations())
                                .mapToObj(i -> List.copyOf(grid.at(i).values())))
                .isEqualTo(expected);
    }

    private static List<String> with(List<String> before, String value) {
        List<String> all = new ArrayList<>(before);
        all.add(value);
        return all;
    }

    @Property(tries = 200)
    void every_number_lies_in_its_range(
            @ForAll @IntRange(min = 1, max = 1000) int low,
            @ForAll @IntRange(min = 1, max = 1000) int more,
            @ForAll @IntRange(min = -9, max = 9) int power,
            @ForAll long seed) {
        BigDecimal least = BigDecimal.valueOf(low).scaleByPowerOfTen(power);
        BigDecimal most = BigDecimal.valueOf(low + more).scaleByPowerOfTen(power);
        for (String kind : List.of("uniform", "log")) {
            RandomSearch search = search("x=" + kind + ":" + least + ".." + most, 20, seed);
            for (int i = 0; i < 20; i++) {
                assertThat(new BigDecimal(search.at(i).get("x"))).isBetween(least, most);
            }
        }
        for (String kind : List.of("int", "log-int")) {
            RandomSearch search = search("x=" + kind + ":" + low + ".." + (low + more), 20, seed);
            for (int i = 0; i < 20; i++) {
                assertThat(Integer.parseInt(search.at(i).get("x"))).isBetween(low, low + more);
            }
        }
    }

    @Property(tries = 20)
    void numbers_are_spread_as_their_kind_says(@ForAll long seed) {
        assertThat(share(numbers("uniform:-1..3", seed), 0)).isCloseTo(0.25, within(FAR));
        double[] rates = numbers("log:1e-5..1e-1", seed);
        for (int power = -4; power < -1; power++) {
            assertThat(share(rates, Math.pow(10, power))).isCloseTo((power + 5) / 4.0, within(FAR));
        }
        double[] dice = numbers("int:1..6", seed);
        for (int face = 1; face <= 6; face++) {
            assertThat(share(dice, face + 0.5)).isCloseTo(face / 6.0, within(FAR));
        }
        double[] sizes = numbers("log-int:1..1023", seed);
        assertThat(share(sizes, 32)).isCloseTo(0.5, within(FAR));
    }

    @Property(tries = 50)
    void a_combination_follows_from_seed_and_number_alone(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 1000) long order) {
        List<String> draws =
                List.of("a=log:1e-4..1e-1", "b=int:1..1000000", "c=x,y,z", "d=uniform:0..1");
        RandomSearch all = RandomSearch.parse(draws, 40, seed);
        List<Map<String, String>> first = IntStream.range(0, 40).mapToObj(all::at).toList();
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        Collections.shuffle(shuffled, new Random(order));

        // in another order, of a search that was made anew and is longer
        RandomSearch longer = RandomSearch.parse(draws, 100, seed);
        for (int i : shuffled) {
            assertThat(longer.at(i)).isEqualTo(first.get(i));
        }
        assertThat(first).doesNotHaveDuplicates();
        assertThat(RandomSearch.parse(draws, 40, seed + 1).at(0)).isNotEqualTo(first.getFirst());
    }

    @Example
    void every_word_of_a_few_is_drawn() {
        RandomSearch search = search("cell=lstm, gru,rnn", 100, 1);

        assertThat(IntStream.range(0, 100).mapToObj(i -> search.at(i).get("cell")))
                .containsOnly("lstm", "gru", "rnn")
                .contains("lstm", "gru", "rnn");
        Distribution one = Distribution.parse(new Swept("--draw", "backend", "simd:cpu"));
        assertThat(one.draw(new SplittableRandom(1))).isEqualTo("simd:cpu");
    }

    @Example
    void values_with_commas_have_semicolons_between_them() {
        assertThat(Grid.parse(List.of("decay-at=4,8;8,16")).axes().getFirst().values())
                .containsExactly("4,8", "8,16");
    }

    @Example
    void what_cannot_be_meant_is_named() {
        refused("--grid", "hidden", "such as learning-rate=0.001,0.01");
        refused("--grid", "hidden=", "such as learning-rate=0.001,0.01");
        refused("--grid", "hidden=1,,2", "a value is missing");
        refused("--grid", "hidden=1,2,1", "has the value 1 twice");
        refused("--draw", "x=1..2", "say how to draw from 1..2, such as uniform:1..2");
        refused("--draw", "x=unifrom:1..2", "did you mean 'uniform'?");
        refused("--draw", "x=log:0..1", "the range of log must be above 0, got 0");
        refused("--draw", "x=int:1..1.5", "a bound of int must be a whole number");
        refused("--draw", "x=int:1..9007199254740993", "must be a whole number up to");
        refused("--draw", "x=uniform:2..2", "2 is not below 2");
        refused("--draw", "x=uniform:a..2", "'a' is not a number");
        refused("--draw", "x=uniform:0..1e999999999", "is too large or too small");
        refused("--draw", "x=uniform:0..1e-999999999", "is too large or too small");
        refused("--draw", "x=uniform:NaN..1", "'NaN' is not a number");
        assertThatThrownBy(() -> Grid.parse(List.of("a=1", "a=2")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has the option a twice");
    }

    private static void refused(String flag, String text, String message) {
        assertThatThrownBy(
                        () -> {
                            if (flag.equals("--grid")) {
                                Grid.parse(List.of(text));
                            } else {
                                search(text, 1, 1);
                            }
                        })
                .as(text)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(flag)
                .hasMessageContaining(message);
    }

    @Example
    void too_many_trials_are_refused() {
        List<String> million =
                IntStream.range(0, 6).mapToObj(i -> "o" + i + "=0,1,2,3,4,5,6,7,8,9").toList();
        assertThatThrownBy(() -> new SweepPlan("text", List.of(), million, Optional.empty(), 1, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("more than 10000 combinations");
        assertThatThrownBy(
                        () ->
                                new SweepPlan(
                                        "text",
                                        List.of(),
                                        List.of("a=1,2"),
                                        Optional.empty(),
                                        1,
                                        5001))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("10002 trials");
    }

    @Example
    void a_plan_is_read_as_it_was_written() throws IOException {
        for (SweepPlan plan :
                List.of(
                        new SweepPlan(
                                "series",
                                List.of("--csv", "a \"b\".csv"),
                                List.of("hidden=1,2"),
                                Optional.empty(),
                                -7,
                                3),
                        new SweepPlan(
                                "text",
                                List.of(),
                                List.of(),
                                Optional.of(new SweepPlan.Drawn(5, List.of("x=log:1..2"), 9)),
                                1,
                                1))) {
            Path file = Files.createTempFile("plan", ".json");
            try {
                Files.writeString(file, plan.toJson() + "\n");
                SweepPlan read = SweepPlan.parse(JsonLines.read(file).getFirst());
                assertThat(read).isEqualTo(plan);
                assertThat(read.trials()).isEqualTo(plan.trials());
            } finally {
                Files.delete(file);
            }
        }
    }

    @Example
    void trials_are_those_of_each_combination_with_seeds_that_follow() {
        SweepPlan plan = new SweepPlan("text", List.of(), List.of("a=x,y"), Optional.empty(), 5, 2);

        assertThat(plan.trials())
                .extracting(t -> t.number() + " " + t)
                .containsExactly(
                        "1 a x, seed 5", "2 a x, seed 6", "3 a y, seed 5", "4 a y, seed 6");
    }
}
