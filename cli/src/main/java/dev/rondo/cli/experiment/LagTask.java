package dev.rondo.cli.experiment;

import dev.rondo.cli.experiment.LagCriterion.Limits;
import dev.rondo.graph.Initializer;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.synthetic.Adding1997;
import dev.rondo.models.synthetic.LongLag;
import dev.rondo.models.synthetic.Multiplication1997;
import dev.rondo.models.synthetic.TemporalOrder1997;

import java.util.List;
import java.util.OptionalInt;

/**
 * A task of Hochreiter and Schmidhuber (1997), with the network and the criterion that their tables
 * 10 and 11 give for it.
 *
 * @param name number of the experiment, with what tells its rows apart
 * @param what it asks for
 * @param sequences draws them
 * @param lengths q or T of the published rows
 * @param published sequences until success for each of these lengths, the mean of their trials
 * @param blocks the network's memory blocks
 * @param learningRate α
 * @param limits the criterion
 * @param early how many of the most recent sequences may be wrong at a first mark, if it has one
 */
record LagTask(
        String name,
        String what,
        Sequences sequences,
        List<Integer> lengths,
        List<Integer> published,
        MemoryBlockForm blocks,
        double learningRate,
        Limits limits,
        OptionalInt early) {
    private static final double ANY = Double.POSITIVE_INFINITY;

    /** What draws the sequences of a length. */
    @FunctionalInterface
    interface Sequences {
        /** Sequences of a length q or T. */
        LagSequences of(int length);
    }

    /** All of them, in the order of the paper. */
    static List<LagTask> all() {
        return List.of(
                longLag(50, List.of(50), List.of(30_000)),
                longLag(100, List.of(100), List.of(31_000)),
                longLag(200, List.of(200), List.of(33_000)),
                longLag(500, List.of(500), List.of(38_000)),
                longLag(1000, List.of(1000), List.of(49_000)),
                manyDistractors(500, 49_000),
                manyDistractors(200, 75_000),
                manyDistractors(100, 135_000),
                manyDistractors(50, 203_000),
                new LagTask(
                        "4-adding",
                        "the sum of two marked numbers",
                        t -> new LagSequences.Numbers(new Adding1997(t)),
                        List.of(100, 500, 1000),
                        List.of(74_000, 209_000, 853_000),
                        MemoryBlockForm.of(2, 2).inputGateBiases(-3, -6),
                        0.5,
                        new Limits(0.04, 2000, 0, 0.01),
                        OptionalInt.empty()),
                new LagTask(
                        "5-multiplication",
                        "the product of two marked numbers",
                        t -> new LagSequences.Numbers(new Multiplication1997(t)),
                        List.of(100),
                        List.of(1_273_000),
                        MemoryBlockForm.of(2, 2),
                        0.1,
                        new Limits(0.04, 2000, 12, ANY),
                        OptionalInt.of(139)),
                order("6a-order", 2, 31_390, 0.5, -2, -4),
                order("6b-order", 3, 571_100, 0.1, -2, -4, -6));
    }

    private static LagTask longLag(int p, List<Integer> lags, List<Integer> published) {
        return longLag("2c-" + lags.getFirst() + "-" + p, p, lags, published);
    }

    private static LagTask manyDistractors(int p, int published) {
        return longLag("2c-1000-" + p, p, List.of(1000), List.of(published));
    }

    private static LagTask longLag(
            String name, int p, List<Integer> lags, List<Integer> published) {
        return new LagTask(
                name,
                "the symbol before q random ones of " + p,
                q -> new LagSequences.Symbols(new LongLag(q, p)),
                lags,
                published,
                MemoryBlockForm.of(2, 1).withoutBiases().weights(Initializer.uniform(0.2)),
                0.01,
                new Limits(0.2, 10_000, 0, ANY),
                OptionalInt.empty());
    }

    private static LagTask order(
            String name, int relevant, int published, double rate, double... biases) {
        return new LagTask(
                name,
                "the order of " + relevant + " symbols",
                _ -> new LagSequences.Symbols(new TemporalOrder1997(relevant)),
                List.of(100),
                List.of(published),
                MemoryBlockForm.of(biases.length, 2).inputGateBiases(biases),
                rate,
                new Limits(0.3, 2000, 0, 0.1),
                OptionalInt.empty());
    }
}
