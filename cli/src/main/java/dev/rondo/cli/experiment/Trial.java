package dev.rondo.cli.experiment;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Locale;

/**
 * One training with one seed. The same trial of the same plan gives the same result, whatever other
 * trials there are, unless a time limit ends it.
 *
 * @param row name of the {@link Row}
 * @param length the lag or length of its sequences
 * @param learningRate of its training
 * @param seed of its first weights and its data
 */
public record Trial(String row, int length, double learningRate, long seed) {
    /** Seed of the sequences that are trained on. */
    public long trainingSeed() {
        return 2 * seed;
    }

    /** Seed of the sequences that are measured with: others than any trial is trained on. */
    public long testSeed() {
        return 2 * seed + 1;
    }

    Configuration toJson() {
        return Configuration.empty()
                .with("row", row)
                .with("length", length)
                .with("learning_rate", learningRate)
                .with("seed", seed);
    }

    static Trial parse(Configuration c) {
        return new Trial(
                c.text("row"),
                c.integer("length", 1, Integer.MAX_VALUE),
                c.number("learning_rate"),
                c.integer("seed"));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, length %d, seed %d, learning rate %s",
                row,
                length,
                seed,
                learningRate);
    }
}
