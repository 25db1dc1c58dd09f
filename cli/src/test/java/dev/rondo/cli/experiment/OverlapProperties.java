package dev.rondo.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Intersection over union. */
class OverlapProperties {
    @Property(tries = 200)
    void it_is_that_of_sets_of_pixels(
            @ForAll @Size(30) List<@IntRange(max = 3) Integer> predicted,
            @ForAll @Size(30) List<@IntRange(max = 3) Integer> right) {
        Overlap overlap = new Overlap(4);
        overlap.add(array(predicted.subList(0, 10)), array(right.subList(0, 10)));
        overlap.add(array(predicted.subList(10, 30)), array(right.subList(10, 30)));

        double classes =
                IntStream.rangeClosed(1, 3)
                        .mapToDouble(c -> ofSets(predicted, right, p -> p == c))
                        .filter(v -> !Double.isNaN(v))
                        .average()
                        .orElse(Double.NaN);
        assertThat(overlap.ofClasses()).isCloseTo(classes, within(1e-12));
        assertThat(overlap.ofAny()).isCloseTo(ofSets(predicted, right, p -> p > 0), within(1e-12));
        long same =
                IntStream.range(0, 30).filter(i -> predicted.get(i).equals(right.get(i))).count();
        assertThat(overlap.right()).isCloseTo(same / 30.0, within(1e-12));
    }

    private static int[] array(List<Integer> classes) {
        return classes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double ofSets(List<Integer> predicted, List<Integer> right, IntPredicate which) {
        Set<Integer> is = places(right, which);
        Set<Integer> called = places(predicted, which);
        Set<Integer> both = new HashSet<>(is);
        both.retainAll(called);
        Set<Integer> either = new HashSet<>(is);
        either.addAll(called);
        return (double) both.size() / either.size();
    }

    private static Set<Integer> places(List<Integer> classes, IntPredicate which) {
        Set<Integer> places = new HashSet<>();
        for (int p = 0; p < classes.size(); p++) {
            if (which.test(classes.get(p))) {
                places.add(p);
            }
        }
        return places;
    }

    @Example
    void it_is_1_where_all_is_right_and_0_where_nothing_is() {
        Overlap all = new Overlap(3);
        all.add(new int[] {0, 1, 2}, 0, 1, 2);
        Overlap none = new Overlap(3);
        none.add(new int[] {1, 2, 0}, 0, 1, 2);

        assertThat(all.ofClasses()).isEqualTo(1);
        assertThat(all.ofAny()).isEqualTo(1);
        assertThat(none.ofClasses()).isZero();
        assertThat(none.right()).isZero();
    }
}
