package dev.rondo.contract;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.Optional;

/**
 * Loops of every form for properties: no, one or more steps, carries, inputs and outputs; all or
 * some of the results used; nested, recomputed, truncated, reversed; with a number of steps known
 * while tracing, given or computed. A failing loop is made smaller.
 */
public final class RandomLoops {
    private static final int DEEPEST = 3;

    private RandomLoops() {}

    /** Loops of every form. */
    public static Arbitrary<RandomLoop> arbitrary() {
        return Combinators.combine(
                        Arbitraries.longs().withoutEdgeCases(),
                        forms(DEEPEST),
                        Arbitraries.of(RandomLoop.Used.class))
                .as(RandomLoop::new);
    }

    /** Loops without truncation. Their gradients can be compared with differences. */
    public static Arbitrary<RandomLoop> smooth() {
        return arbitrary().filter(loop -> loop.form().isSmooth());
    }

    private static Arbitrary<LoopForm> forms(int depth) {
        Arbitrary<Optional<LoopForm>> inner =
                depth == 1
                        ? Arbitraries.just(Optional.empty())
                        : forms(depth - 1).optional(1.0 / depth);
        return Combinators.combine(
                        Arbitraries.integers().between(0, depth + 2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(false, true),
                        Arbitraries.of(0, 0, 1, 2, 3, 7),
                        Arbitraries.of(0, 0, 1, 2),
                        inner)
                .flatAs(
                        (length, carries, inputs, outputs, reversed, segment, truncation, in) ->
                                Arbitraries.of(LoopForm.Steps.class)
                                        .map(
                                                steps ->
                                                        new LoopForm(
                                                                length,
                                                                carries,
                                                                inputs,
                                                                outputs,
                                                                reversed,
                                                                segment,
                                                                truncation,
                                                                steps,
                                                                in)))
                .filter(LoopForm::isPossible);
    }
}
