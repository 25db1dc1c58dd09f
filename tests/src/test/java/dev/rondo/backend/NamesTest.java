package dev.rondo.backend;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class NamesTest {
    @Test
    void fewAreAllNamed() {
        assertThat(Names.some(List.of("a", "b"))).isEqualTo("a, b");
        assertThat(Names.quoted(List.of("a", "b"))).isEqualTo("'a', 'b'");
        assertThat(Names.some(List.of())).isEmpty();
    }

    @Test
    void ofManyTheRestIsCounted() {
        List<Integer> many = IntStream.range(0, 400_000).boxed().toList();
        assertThat(Names.some(many))
                .startsWith("0, 1, 2, ")
                .endsWith("19 and 399,980 more")
                .hasSizeLessThan(120);
    }

    @Test
    void aLongNameIsShortened() {
        assertThat(Names.quoted(List.of("n".repeat(1_000_000))))
                .hasSizeLessThan(210)
                .endsWith("…'");
    }

    @Property
    void eachIsNamedOrCounted(@ForAll @IntRange(max = 50) int count) {
        String some = Names.some(Collections.nCopies(count, "x"));
        long named = some.chars().filter(c -> c == 'x').count();
        String more = some.replaceAll(".* and (\\d+) more", "$1");
        assertThat(named + (named < count ? Integer.parseInt(more) : 0)).isEqualTo(count);
    }

    @Test
    void aRequestForAVariableThatIsNotThereStaysShort() {
        List<String> known = IntStream.range(0, 400_000).mapToObj(i -> "w" + i).toList();
        assertThat(Requests.noVariable("v", known)).message().hasSizeLessThan(400);
    }
}
