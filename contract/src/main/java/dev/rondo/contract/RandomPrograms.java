package dev.rondo.contract;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.function.Consumer;

/** Random programs for properties. A failing program is shortened, not replaced by another. */
public final class RandomPrograms {
    private RandomPrograms() {}

    /** Programs of up to 50 operations, most of which consist of several nodes. */
    public static Arbitrary<RandomProgram> arbitrary() {
        return arbitrary(false);
    }

    /** Programs of up to 50 operations, all of which are differentiable everywhere. */
    public static Arbitrary<RandomProgram> smooth() {
        return arbitrary(true);
    }

    /**
     * Checks a program. When the check fails, the error shows the shortest beginning of the program
     * that also fails, with one of its outputs if one is enough: its seed, its graph, and a Java
     * method that makes it.
     *
     * @throws AssertionError when the check throws anything
     */
    public static void check(RandomProgram program, Consumer<Subject> check) {
        Throwable failure = Smallest.failure(program.subject(), check);
        if (failure == null) {
            return;
        }
        for (int n = 0; n <= program.length(); n++) {
            RandomProgram shorter = new RandomProgram(program.seed(), n, program.smooth());
            Subject subject = shorter.subject();
            Throwable t = Smallest.failure(subject, check);
            if (t != null) {
                throw Smallest.error(shorter + " (of " + program + ")", subject, t, check);
            }
        }
        throw new AssertionError(program + " fails, now and then only: " + failure, failure);
    }

    private static Arbitrary<RandomProgram> arbitrary(boolean smooth) {
        Arbitrary<Long> seeds = Arbitraries.longs().withoutEdgeCases().dontShrink();
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 50).withoutEdgeCases();
        return Combinators.combine(seeds, lengths)
                .as((seed, length) -> new RandomProgram(seed, length, smooth));
    }
}
