package dev.rondo.contract;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Cells with equations made by chance, for properties. A failing cell is shortened. */
public final class RandomCells {
    private RandomCells() {}

    /** Cells of up to 12 operations besides their gates. */
    public static Arbitrary<RandomCell> arbitrary() {
        return Combinators.combine(
                        Arbitraries.longs().withoutEdgeCases().dontShrink(),
                        Arbitraries.integers().between(0, 12).withoutEdgeCases())
                .as(RandomCell::new);
    }

    /** Ways to run a cell: sizes, direction, layers, lengths and steps, each by chance. */
    public static Arbitrary<Subject> runs() {
        return Combinators.combine(arbitrary(), Arbitraries.longs().withoutEdgeCases().dontShrink())
                .as(
                        (cell, seed) ->
                                Family.cell(cell.toString(), cell).trials().apply(seed).subject());
    }
}
