package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.TraceException;

import org.junit.jupiter.api.DynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Mistakes of models, each a test that it is refused at its line in the file of its test. */
final class Mistakes {
    /** Something wrong, and what its message has to say beside the line. */
    private record Mistake(String name, Consumer<Trace> body, String... words) {}

    private final Class<?> test;
    private final List<Mistake> mistakes = new ArrayList<>();

    /** None so far, for a test of this class. */
    Mistakes(Class<?> test) {
        this.test = test;
    }

    /** Adds one, with the words of its message. */
    void add(String name, Consumer<Trace> body, String... words) {
        mistakes.add(new Mistake(name, body, words));
    }

    /** A test for each. */
    Stream<DynamicTest> tests() {
        return mistakes.stream().map(m -> DynamicTest.dynamicTest(m.name, () -> check(m)));
    }

    private void check(Mistake m) {
        assertThatThrownBy(() -> Entry.trace("entry", DType.F32, m.body))
                .isInstanceOf(TraceException.class)
                .hasMessageContainingAll(m.words)
                // a line of Rondo's models is told with the first outside of Rondo that led there
                .hasMessageMatching("(?s).*(" + test.getSimpleName() + "\\.java:| called from ).*");
    }

    /** Two rows of three, as an input x. */
    static Tensor x(Trace t) {
        return t.input("x", 2, 3);
    }

    /** Others like x. */
    static Tensor x2(Trace t) {
        return t.input("x2", 2, 3);
    }

    /** What fits to none of them. */
    static Tensor y(Trace t) {
        return t.input("y", 4, 5);
    }
}
