package dev.rondo.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Every sequence of numbers follows its task's rules, read from the sequence itself. */
class ValueTaskProperties {
    /** Places of the pairs whose marker is 1. */
    private static List<Integer> marked(double[][] values) {
        return IntStream.range(0, values.length).filter(t -> values[t][1] == 1).boxed().toList();
    }

    private static void assertMarkedAsIn1997(double[][] values, int shortest, double neutral) {
        List<Integer> at = marked(values);
        assertThat(values.length).isBetween(shortest, shortest + shortest / 10);
        assertThat(at).hasSize(2);
        assertThat(at.get(0)).isLessThan(10);
        assertThat(at.get(1)).isLessThan(Math.max(10, shortest / 2 - 1));
        assertThat(values[values.length - 1][1]).isEqualTo(-1);
        if (at.get(0) == 0) {
            assertThat(values[0][0]).isEqualTo(neutral);
        } else {
            assertThat(values[0][1]).isEqualTo(-1);
        }
        for (int t = 1; t < values.length - 1; t++) {
            assertThat(values[t][1]).isEqualTo(at.contains(t) ? 1 : 0);
        }
    }

    @Property(tries = 200)
    void adding_of_1997(@ForAll @IntRange(min = 20, max = 400) int t, @ForAll long seed) {
        Adding1997 task = new Adding1997(t);
        ValueTask.Example e = task.draw(new SplittableRandom(seed));
        List<Integer> at = marked(e.values());

        assertMarkedAsIn1997(e.values(), t, 0);
        assertThat(Arrays.stream(e.values())).allMatch(pair -> pair[0] >= -1 && pair[0] < 1);
        double sum = e.values()[at.get(0)][0] + e.values()[at.get(1)][0];
        assertThat(e.target()).isEqualTo(0.5 + sum / 4, within(1e-15));
        assertThat(task.longest()).isEqualTo(t + t / 10);
        assertThat(task.ragged()).isTrue();
    }

    @Property(tries = 200)
    void multiplication_of_1997(@ForAll @IntRange(min = 20, max = 400) int t, @ForAll long seed) {
        ValueTask.Example e = new Multiplication1997(t).draw(new SplittableRandom(seed));
        List<Integer> at = marked(e.values());

        assertMarkedAsIn1997(e.values(), t, 1);
        assertThat(Arrays.stream(e.values())).allMatch(pair -> pair[0] >= 0 && pair[0] <= 1);
        assertThat(e.target())
                .isEqualTo(e.values()[at.get(0)][0] * e.values()[at.get(1)][0], within(1e-15));
    }

    @Property(tries = 200)
    void two_classes_of_1997(
            @ForAll @IntRange(min = 3, max = 400) int t,
            @ForAll @IntRange(min = 1, max = 3) int telling,
            @ForAll long seed) {
        TwoClasses1997 task = new TwoClasses1997(t, telling);
        ValueTask.Example e = task.draw(new SplittableRandom(seed));

        assertThat(e.values().length).isBetween(t, task.longest());
        assertThat(e.target()).isIn(0.0, 1.0);
        assertThat(Arrays.stream(e.values()).limit(telling))
                .allMatch(v -> v.length == 1 && v[0] == 2 * e.target() - 1);
        assertThat(Arrays.stream(e.values()).skip(telling)).noneMatch(v -> Math.abs(v[0]) == 1);
    }

    @Example
    void the_noise_of_two_classes_has_variance_a_fifth() {
        ValueTask.Example e = new TwoClasses1997(20_000, 1).draw(new SplittableRandom(1));
        double variance =
                Arrays.stream(e.values())
                        .skip(1)
                        .mapToDouble(v -> v[0] * v[0])
                        .average()
                        .getAsDouble();
        // of 20,000 squares, with a deviation of 0.002
        assertThat(variance).isEqualTo(0.2, within(0.01));
    }

    @Property(tries = 200)
    void adding_of_later_papers(
            @ForAll @IntRange(min = 2, max = 400) int t,
            @ForAll AddingIrnn.Marks marks,
            @ForAll long seed) {
        AddingIrnn task = new AddingIrnn(t, marks);
        ValueTask.Example e = task.draw(new SplittableRandom(seed));
        List<Integer> at = marked(e.values());

        assertThat(Arrays.stream(e.values()))
                .hasSize(t)
                .allMatch(pair -> pair[0] >= 0 && pair[0] < 1);
        assertThat(at).hasSize(2);
        if (marks == AddingIrnn.Marks.ONE_IN_EACH_HALF) {
            assertThat(at.get(0)).isLessThan(t / 2);
            assertThat(at.get(1)).isGreaterThanOrEqualTo(t / 2);
        }
        assertThat(IntStream.range(0, t).filter(i -> !at.contains(i)))
                .allMatch(i -> e.values()[i][1] == 0);
        assertThat(e.target())
                .isEqualTo(e.values()[at.get(0)][0] + e.values()[at.get(1)][0], within(1e-15));
        assertThat(task.ragged()).isFalse();
    }

    @Example
    void marks_anywhere_fall_on_every_pair() {
        SplittableRandom random = new SplittableRandom(1);
        AddingIrnn task = new AddingIrnn(3, AddingIrnn.Marks.ANYWHERE);
        int[] counts = new int[3];
        for (int i = 0; i < 3000; i++) {
            marked(task.draw(random).values()).forEach(t -> counts[t]++);
        }
        // 2/3 of the sequences mark each pair: 2000 with a deviation of 26
        assertThat(Arrays.stream(counts)).allMatch(c -> Math.abs(c - 2000) < 130);
    }

    /** The first mark may fall on each of ten pairs, and so does the first pair now and then. */
    @Example
    void the_first_pair_is_marked_now_and_then() {
        SplittableRandom random = new SplittableRandom(1);
        Adding1997 task = new Adding1997(100);
        long first =
                IntStream.range(0, 5000).filter(_ -> task.draw(random).values()[0][1] == 1).count();
        // 1/10 of the first marks and 1/48 of the others: 594 with a deviation of 23
        assertThat(first).isBetween(480L, 710L);
    }

    @Example
    void to_always_say_one_has_the_error_of_the_baseline() {
        SplittableRandom random = new SplittableRandom(1);
        AddingIrnn task = new AddingIrnn(20, AddingIrnn.Marks.ANYWHERE);
        double error =
                IntStream.range(0, 20_000)
                        .mapToDouble(_ -> Math.pow(task.draw(random).target() - 1, 2))
                        .average()
                        .orElseThrow();
        assertThat(error).isEqualTo(AddingIrnn.BASELINE, within(0.008));
    }

    @Example
    void lengths_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new Adding1997(19))
                .hasMessage("T of adding-1997 must be from 20 to 1000000, got 19");
        assertThatThrownBy(() -> new Multiplication1997(0)).hasMessageContaining("from 20");
        assertThatThrownBy(() -> new TwoClasses1997(2, 3))
                .hasMessage("N of two-classes-1997 must be from 1 to T = 2, got 3");
        assertThatThrownBy(() -> new AddingIrnn(1, AddingIrnn.Marks.ANYWHERE))
                .hasMessageContaining("from 2");
    }
}
