package dev.rondo.cli.experiment;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.synthetic.Adding1997;
import dev.rondo.models.synthetic.LongLag;
import dev.rondo.models.synthetic.Multiplication1997;
import dev.rondo.models.synthetic.TemporalOrder1997;
import dev.rondo.models.synthetic.TwoClasses1997;
import dev.rondo.models.synthetic.TwoSequences;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A task of Hochreiter and Schmidhuber (1997), with the network and the criterion that their tables
 * 10 and 11 give for it.
 *
 * @param name number of the experiment, with what tells its rows apart
 * @param what it asks for
 * @param sequences draws them
 * @param published what the paper says, for each of its lengths
 * @param blocks the network's memory blocks
 * @param outputBiases whether its outputs have biases
 * @param learningRate α
 * @param goal the criterion
 */
record LagTask(
        String name,
        String what,
        Sequences sequences,
        List<Published> published,
        MemoryBlockForm blocks,
        boolean outputBiases,
        double learningRate,
        LagGoal goal) {
    private static final double ANY = Double.POSITIVE_INFINITY;

    /**
     * Training sequences until success, the mean of the paper's trials.
     *
     * @param length p, q or T
     * @param sequences until the criterion was met
     * @param first until the first mark, where there is one
     */
    record Published(int length, int sequences, OptionalInt first) {
        Published(int length, int sequences) {
            this(length, sequences, OptionalInt.empty());
        }

        Published(int length, int first, int sequences) {
            this(length, sequences, OptionalInt.of(first));
        }
    }

    /** What draws the sequences of a length. */
    @FunctionalInterface
    interface Sequences {
        /** Sequences of a length p, q or T. */
        LagSequences of(int length);
    }

    /** The lengths of the paper. */
    List<Integer> lengths() {
        return published.stream().map(Published::length).toList();
    }

    /** What the paper says of a length. */
    Optional<Published> published(int length) {
        return published.stream().filter(p -> p.length() == length).findFirst();
    }

    /** All of them, in the order of the paper. */
    static List<LagTask> all() {
        return List.of(
                twoSequences(),
                longLag(50, new Published(50, 30_000)),
                longLag(100, new Published(100, 31_000)),
                longLag(200, new Published(200, 33_000)),
                longLag(500, new Published(500, 38_000)),
                longLag(1000, new Published(1000, 49_000)),
                longLag(500, new Published(1000, 49_000)),
                longLag(200, new Published(1000, 75_000)),
                longLag(100, new Published(1000, 135_000)),
                longLag(50, new Published(1000, 203_000)),
                twoClasses(
                        3,
                        new Published(100, 27_380, 39_850),
                        new Published(1000, 446_850, 452_460)),
                twoClasses(1, new Published(100, 58_370, 64_330)),
                new LagTask(
                        "4-adding",
                        "the sum of two marked numbers",
                        t -> new LagSequences.Numbers(new Adding1997(t)),
                        List.of(
                                new Published(100, 74_000),
                                new Published(500, 209_000),
                                new Published(1000, 853_000)),
                        MemoryBlockForm.of(2, 2).inputGateBiases(-3, -6),
                        true,
                        0.5,
                        new LagGoal.Recent(0.04, 2000, 0, 0.01, OptionalInt.empty())),
                new LagTask(
                        "5-multiplication",
                        "the product of two marked numbers",
                        t -> new LagSequences.Numbers(new Multiplication1997(t)),
                        List.of(new Published(100, 482_000, 1_273_000)),
                        MemoryBlockForm.of(2, 2),
                        true,
                        0.1,
                        new LagGoal.Recent(0.04, 2000, 12, ANY, OptionalInt.of(139))),
                order("6a-order", 2, 31_390, 0.5, -2, -4),
                order("6b-order", 3, 571_100, 0.1, -2, -4, -6));
    }

    private static LagTask twoSequences() {
        return new LagTask(
                "2a",
                "the next of p known symbols, and the first again",
                p -> new LagSequences.EveryStep(new TwoSequences(p, false)),
                List.of(new Published(100, 5040)),
                MemoryBlockForm.of(1, 1)
                        .withoutOutputGates()
                        .withoutBiases()
                        .withoutRecurrentConnections()
                        .functions(Functions::sigmoid, UnaryOperator.identity())
                        .weights(Initializer.uniform(0.2)),
                false,
                1,
                // there are two sequences: that 20 are all the same happens once in 500,000 times
                new LagGoal.Test(0.25, 20, ANY));
    }

    private static LagTask longLag(int p, Published published) {
        return new LagTask(
                "2c-" + published.length() + "-" + p,
                "the symbol before q random ones of " + p,
                q -> new LagSequences.Symbols(new LongLag(q, p)),
                List.of(published),
                MemoryBlockForm.of(2, 1).withoutBiases().weights(Initializer.uniform(0.2)),
                false,
                0.01,
                new LagGoal.Recent(0.2, 10_000, 0, ANY, OptionalInt.empty()));
    }

    private static LagTask twoClasses(int telling, Published... published) {
        return new LagTask(
                "3a-" + telling,
                "the sign of the first " + (telling == 1 ? "number" : telling + " numbers"),
                t -> new LagSequences.Numbers(new TwoClasses1997(t, telling)),
                List.of(published),
                MemoryBlockForm.of(3, 1).inputGateBiases(-1, -3, -5).outputGateBiases(-2, -4, -6),
                false,
                1,
                new LagGoal.Test(0.2, 256, 0.01));
    }

    private static LagTask order(
            String name, int relevant, int published, double rate, double... biases) {
        return new LagTask(
                name,
                "the order of " + relevant + " symbols",
                _ -> new LagSequences.Symbols(new TemporalOrder1997(relevant)),
                List.of(new Published(100, published)),
                MemoryBlockForm.of(biases.length, 2).inputGateBiases(biases),
                true,
                rate,
                new LagGoal.Recent(0.3, 2000, 0, 0.1, OptionalInt.empty()));
    }
}
