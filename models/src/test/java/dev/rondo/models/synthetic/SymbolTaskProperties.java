package dev.rondo.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every sequence of symbols follows its task's rules, read from the sequence itself. */
class SymbolTaskProperties {
    private static ClassTask.Example drawn(ClassTask task, long seed) {
        ClassTask.Example e = task.draw(new SplittableRandom(seed));
        assertThat(Arrays.stream(e.symbols())).allMatch(s -> s >= 0 && s < task.symbols());
        assertThat(e.target()).isBetween(0, task.classes() - 1);
        assertThat(e.symbols().length).isLessThanOrEqualTo(task.longest());
        if (!task.ragged()) {
            assertThat(e.symbols()).hasSize(task.longest());
        }
        return e;
    }

    private static LabelTask.Example drawn(LabelTask task, long seed) {
        LabelTask.Example e = task.draw(new SplittableRandom(seed));
        assertThat(e.symbols()).hasSize(task.length());
        assertThat(e.targets()).hasSize(task.length());
        assertThat(Arrays.stream(e.symbols())).allMatch(s -> s >= 0 && s < task.symbols());
        assertThat(Arrays.stream(e.targets())).allMatch(s -> s >= 0 && s < task.classes());
        return e;
    }

    @Property(tries = 200)
    void what_is_recalled_came_first_and_nowhere_else(
            @ForAll @IntRange(min = 1, max = 300) int lag,
            @ForAll @IntRange(min = 2, max = 9) int choices,
            @ForAll @IntRange(min = 1, max = 9) int distractors,
            @ForAll long seed) {
        ClassTask.Example e = drawn(new Recall(lag, choices, distractors), seed);

        assertThat(e.symbols()).hasSize(lag + 1);
        assertThat(e.symbols()[0]).isEqualTo(e.target());
        assertThat(Arrays.stream(e.symbols()).skip(1)).allMatch(s -> s >= choices);
    }

    /** Where the symbols of a set stand. */
    private static List<Integer> places(int[] symbols, int from, int to) {
        return IntStream.range(0, symbols.length)
                .filter(t -> symbols[t] >= from && symbols[t] < to)
                .boxed()
                .collect(Collectors.toList());
    }

    @Property(tries = 200)
    void two_symbols_of_1997_stand_where_the_paper_has_them(@ForAll long seed) {
        ClassTask.Example e = drawn(new TemporalOrder1997(2), seed);
        int[] s = e.symbols();
        List<Integer> at = places(s, 4, 6);

        assertThat(s.length).isBetween(100, 110);
        assertThat(s[0]).isEqualTo(6);
        assertThat(s[s.length - 1]).isEqualTo(7);
        assertThat(at).hasSize(2);
        assertThat(at.get(0)).isBetween(10, 20);
        assertThat(at.get(1)).isBetween(50, 60);
        assertThat(e.target()).isEqualTo(2 * (s[at.get(0)] - 4) + s[at.get(1)] - 4);
        assertThat(places(s, 6, 8)).containsExactly(0, s.length - 1);
    }

    @Property(tries = 200)
    void three_symbols_of_1997_stand_where_the_paper_has_them(@ForAll long seed) {
        ClassTask.Example e = drawn(new TemporalOrder1997(3), seed);
        int[] s = e.symbols();
        List<Integer> at = places(s, 4, 6);

        assertThat(at).hasSize(3);
        assertThat(at.get(0)).isBetween(10, 20);
        assertThat(at.get(1)).isBetween(33, 43);
        assertThat(at.get(2)).isBetween(66, 76);
        int digits = at.stream().reduce(0, (n, t) -> 2 * n + s[t] - 4);
        assertThat(e.target()).isEqualTo(digits);
    }

    @Property(tries = 200)
    void the_order_of_any_length_has_its_symbols_in_the_second_and_the_sixth_tenth(
            @ForAll @IntRange(min = 10, max = 400) int length, @ForAll long seed) {
        ClassTask.Example e = drawn(new TemporalOrder(length), seed);
        int[] s = e.symbols();
        List<Integer> at = places(s, 0, 2);

        assertThat(at).hasSize(2);
        assertThat(at.get(0)).isBetween(length / 10, 2 * length / 10);
        assertThat(at.get(1)).isBetween(5 * length / 10, 6 * length / 10);
        assertThat(e.target()).isEqualTo(2 * s[at.get(0)] + s[at.get(1)]);
    }

    @Property(tries = 100)
    void a_copy_asks_for_its_ten_symbols_after_the_delay(
            @ForAll @IntRange(min = 1, max = 300) int delay,
            @ForAll Copy.Cue cue,
            @ForAll long seed) {
        LabelTask.Example e = drawn(new Copy(delay, cue), seed);
        int[] s = e.symbols();

        assertThat(s).hasSize(delay + 20);
        assertThat(Arrays.stream(s).limit(10)).allMatch(x -> x >= 1 && x <= 8);
        assertThat(places(s, 9, 10))
                .containsExactlyElementsOf(
                        IntStream.range(delay + 9, delay + 9 + (cue == Copy.Cue.ONCE ? 1 : 11))
                                .boxed()
                                .toList());
        assertThat(Arrays.stream(s).skip(10).filter(x -> x != 9)).allMatch(x -> x == 0);
        assertThat(Arrays.copyOfRange(e.targets(), delay + 10, delay + 20))
                .containsExactly(Arrays.copyOf(s, 10));
        assertThat(Arrays.stream(e.targets()).limit(delay + 10)).allMatch(x -> x == 0);
    }

    @Property(tries = 100)
    void the_last_of_two_sequences_is_their_first(
            @ForAll @IntRange(min = 2, max = 200) int p,
            @ForAll boolean random,
            @ForAll long seed) {
        LabelTask.Example e = drawn(new TwoSequences(p, random), seed);
        int[] s = e.symbols();

        assertThat(s[0]).isGreaterThanOrEqualTo(p - 1);
        assertThat(e.targets()[p - 1]).isEqualTo(s[0]);
        assertThat(Arrays.stream(s).skip(1)).allMatch(x -> x < p - 1);
        assertThat(Arrays.copyOf(e.targets(), p - 1)).containsExactly(Arrays.copyOfRange(s, 1, p));
        if (!random) {
            assertThat(Arrays.stream(s).skip(1)).containsExactlyElementsOf(range(p - 1));
        }
    }

    private static List<Integer> range(int to) {
        return IntStream.range(0, to).boxed().toList();
    }

    @Property(tries = 200)
    void a_long_lag_asks_for_its_second_symbol(
            @ForAll @IntRange(min = 1, max = 200) int q,
            @ForAll @IntRange(min = 1, max = 200) int p,
            @ForAll long seed) {
        ClassTask.Example e = drawn(new LongLag(q, p), seed);
        int[] s = e.symbols();

        assertThat(s.length).isGreaterThanOrEqualTo(q + 3);
        assertThat(s[0]).isEqualTo(p + 1);
        assertThat(s[1]).isEqualTo(p + 2 + e.target());
        assertThat(s[s.length - 1]).isEqualTo(p);
        assertThat(Arrays.stream(s, 2, s.length - 1)).allMatch(x -> x < p);
    }

    @Property(tries = 100)
    void a_repetition_writes_what_it_read(
            @ForAll @IntRange(min = 1, max = 60) int length,
            @ForAll @IntRange(min = 2, max = 9) int symbols,
            @ForAll boolean reversed,
            @ForAll long seed) {
        Repetition task = new Repetition(length, symbols, reversed);
        int[] source = task.draw(new SplittableRandom(seed));
        int[] target = task.target(source);

        assertThat(source).hasSize(length);
        assertThat(Arrays.stream(source)).allMatch(s -> s >= 0 && s < symbols);
        for (int t = 0; t < length; t++) {
            assertThat(target[t]).isEqualTo(source[reversed ? length - 1 - t : t]);
            assertThat(task.shifted(target)[t]).isEqualTo(t == 0 ? task.begin() : target[t - 1]);
        }
        assertThat(task.begin()).isEqualTo(symbols).isLessThan(task.targetSymbols());
    }

    /** The suffix stops with probability 1/10 at each place: nine further ones in the mean. */
    @Example
    void a_long_lag_is_as_long_as_the_paper_says() {
        SplittableRandom random = new SplittableRandom(1);
        LongLag task = new LongLag(50, 50);
        double mean =
                IntStream.range(0, 20_000)
                        .map(_ -> task.draw(random).symbols().length)
                        .average()
                        .orElseThrow();
        // q + 3 that are read, and 9 more; the deviation of one is 9.5, of the mean 0.07
        assertThat(mean).isBetween(61.6, 62.4);
    }

    @Example
    void every_class_is_drawn_about_equally_often() {
        List<ClassTask> tasks =
                List.of(
                        new Recall(3, 4, 4),
                        new TemporalOrder(10),
                        new TemporalOrder1997(2),
                        new TemporalOrder1997(3),
                        new LongLag(2, 5));
        for (ClassTask task : tasks) {
            int[] counts = new int[task.classes()];
            SplittableRandom random = new SplittableRandom(2);
            int all = 1000 * counts.length;
            for (int i = 0; i < all; i++) {
                counts[task.draw(random).target()]++;
            }
            // five standard deviations of a count of mean 1000
            assertThat(Arrays.stream(counts))
                    .as("%s", task)
                    .allMatch(c -> Math.abs(c - 1000) < 160);
        }
    }

    @Example
    void every_place_of_a_symbol_is_drawn() {
        Set<Integer> first = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2000; i++) {
            first.add(places(new TemporalOrder1997(2).draw(random).symbols(), 4, 6).getFirst());
        }
        assertThat(first).containsExactlyElementsOf(IntStream.rangeClosed(10, 20).boxed().toList());
    }

    @Example
    void sizes_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new Recall(0, 4, 4)).hasMessageContaining("from 1 to 1000000");
        assertThatThrownBy(() -> new Recall(5, 1, 4)).hasMessageContaining("at least 2 choices");
        assertThatThrownBy(() -> new Copy(0, Copy.Cue.ONCE)).hasMessageContaining("copy task");
        assertThatThrownBy(() -> new TemporalOrder(9)).hasMessageContaining("from 10");
        assertThatThrownBy(() -> new TemporalOrder1997(4)).hasMessageContaining("2 or 3 symbols");
        assertThatThrownBy(() -> new TwoSequences(1, true)).hasMessageContaining("from 2");
        assertThatThrownBy(() -> new Repetition(0, 3, true)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> new Repetition(3, 1, true)).hasMessageContaining("2 symbols");
        assertThatThrownBy(() -> new LongLag(0, 3)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> new LongLag(3, 0)).hasMessageContaining("at least 1 distractor");
        assertThatThrownBy(() -> new Recall(1, 2, 1).batches(0, 1))
                .hasMessageContaining("at least one row");
    }
}
