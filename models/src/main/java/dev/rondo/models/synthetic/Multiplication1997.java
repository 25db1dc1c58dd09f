package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The multiplication problem of Hochreiter and Schmidhuber (1997, experiment 5): the pairs of
 * {@link Adding1997} with numbers from 0 to 1. The target is the product X₁·X₂ of the two marked
 * numbers. If the first pair is marked, its number is 1.
 *
 * @param shortest T
 */
public record Multiplication1997(int shortest) implements ValueTask {
    /** Checks the length. */
    public Multiplication1997 {
        Lengths.checked("T of multiplication-1997", shortest, MarkedPairs.SHORTEST);
    }

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public int longest() {
        return Lengths.longest(shortest);
    }

    @Override
    public boolean ragged() {
        return true;
    }

    @Override
    public Example draw(RandomGenerator random) {
        MarkedPairs.Pairs pairs = MarkedPairs.draw(shortest, 0, 1, random);
        return new Example(pairs.values(), pairs.first() * pairs.second());
    }
}
