package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Arrays;
import java.util.stream.DoubleStream;

class ScaleProperties {
    @Property
    void ticks_are_few_and_within_the_range(@ForAll double a, @ForAll double b) {
        double low = Math.min(a, b);
        double high = Math.max(a, b);

        Scale scale = Scale.of(low, high, 0);

        assertThat(scale.ticks().length).isBetween(3, Scale.MOST_TICKS);
        assertThat(scale.ticks()).isSorted().doesNotHaveDuplicates();
        assertThat(scale.low()).isLessThanOrEqualTo(low);
        assertThat(scale.high()).isGreaterThanOrEqualTo(high);
        for (double v :
                DoubleStream.concat(Arrays.stream(scale.ticks()), DoubleStream.of(a, b))
                        .toArray()) {
            assertThat(scale.part(v)).isBetween(0.0, 1.0);
            assertThat(scale.figure(v).length()).isBetween(1, 24);
        }
    }

    @Property
    void figures_of_ticks_differ(@ForAll double a, @ForAll double b) {
        Scale scale = Scale.of(Math.min(a, b), Math.max(a, b), 0);

        assertThat(Arrays.stream(scale.ticks()).mapToObj(scale::figure).toList())
                .doesNotHaveDuplicates();
    }

    @Property
    void whole_numbers_have_whole_ticks(@ForAll int a, @ForAll int b) {
        Scale scale = Scale.of(Math.min(a, b), Math.max(a, b), 1);

        assertThat(Arrays.stream(scale.ticks()).allMatch(t -> t == Math.rint(t))).isTrue();
    }

    @Example
    void numbers_are_written_as_people_write_them() {
        assertThat(figures(0, 1)).containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(figures(-3, 12)).containsExactly("-2", "0", "2", "4", "6", "8", "10", "12");
        assertThat(figures(0, 5e-7)).contains("1e-07", "5e-07");
        assertThat(figures(0, 3e30)).contains("5e+29", "3e+30");
        assertThat(figures(1e15, 1e15)).contains("9.5e+14", "1e+15");
    }

    @Example
    void powers_of_ten_of_a_scale_are_all_written_out_or_none_is() {
        assertThat(powers(-2, 3)).containsExactly("0.01", "0.1", "1", "10", "100", "1000");
        assertThat(powers(-7, -5)).containsExactly("1e-7", "1e-6", "1e-5");
        assertThat(powers(0, 8)).contains("1e0", "1e2", "1e8");
    }

    private static String[] powers(double low, double high) {
        Scale scale = Scale.of(low, high, 1);
        return Arrays.stream(scale.ticks()).mapToObj(scale::power).toArray(String[]::new);
    }

    private static String[] figures(double low, double high) {
        Scale scale = Scale.of(low, high, 0);
        return Arrays.stream(scale.ticks()).mapToObj(scale::figure).toArray(String[]::new);
    }
}
