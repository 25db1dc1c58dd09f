package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The adding problem of Hochreiter and Schmidhuber (1997, experiment 4): pairs of a number from −1
 * to 1 and a marker. One of the first ten pairs is marked with 1, then another of the first T/2 −
 * 1. The target is 0.5 + (X₁ + X₂)/4 for the two marked numbers. The first and the last pair have
 * the marker −1, all others 0. If the first pair is marked, its number is 0. Sequences have T to T
 * + T/10 pairs.
 *
 * <p>What later papers call the adding problem is another task, {@link AddingIrnn}.
 *
 * @param shortest T
 */
public record Adding1997(int shortest) implements Pairs1997 {
    /** Checks the length. */
    public Adding1997 {
        Lengths.checked("T of adding-1997", shortest, SHORTEST);
    }

    @Override
    public Example draw(RandomGenerator random) {
        Pairs pairs = pairs(-1, 0, random);
        return new Example(pairs.values(), 0.5 + (pairs.first() + pairs.second()) / 4);
    }
}
