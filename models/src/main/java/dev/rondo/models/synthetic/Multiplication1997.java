package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The multiplication problem of Hochreiter and Schmidhuber (1997, experiment 5): the pairs of
 * {@link Adding1997} with numbers from 0 to 1. The target is the product X₁·X₂ of the two marked
 * numbers. If the first pair is marked, its number is 1.
 *
 * @param shortest T
 */
public record Multiplication1997(int shortest) implements Pairs1997 {
    /** Checks the length. */
    public Multiplication1997 {
        Lengths.checked("T of multiplication-1997", shortest, SHORTEST);
    }

    @Override
    public Example draw(RandomGenerator random) {
        Pairs pairs = pairs(0, 1, random);
        return new Example(pairs.values(), pairs.first() * pairs.second());
    }
}
