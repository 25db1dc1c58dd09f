package dev.rondo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

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
        Scope scope = Scope.root();
        for (int i = 0; i < 2_000; i++) {
            scope.parameter("weight" + i, Initializer.zeros(), 1);
        }
        Program program = Program.of(DType.F32, scope, 1);
        try (Executable e = Backends.open("scalar").compile(program)) {
            assertThatThrownBy(() -> e.read("v")).message().hasSizeLessThan(400);
        }
    }
}
