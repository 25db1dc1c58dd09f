package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.training.Batches;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Pairs of texts from a file, for an {@link dev.rondo.models.seq2seq.EncoderDecoder}. Which split a
 * pair belongs to depends on its source and the file's other sources alone, not on the order of
 * lines: the sources are ranked by a hash; the first tenth is for testing, the next twentieth for
 * validation. So a source never occurs in two splits. What has a symbol is known from the training
 * part only. Immutable.
 */
public final class PairCorpus {
    /** Different sources that a file holds at least. */
    public static final int FEWEST = 10;

    private static final double TEST = 0.10;
    private static final double VALIDATION = 0.05;

    /**
     * How a file is read.
     *
     * @param tokens what sources and targets are cut into
     * @param longest most tokens of a source or target
     * @param vocabulary most tokens that are known of the sources, and of the targets: the most
     *     frequent
     * @param form what letters and marks are read as
     * @param skipping which lines are no pairs
     */
    public record Settings(
            Tokens tokens, int longest, int vocabulary, TextForm form, Skipping skipping) {
        /** Text is read composed, and every line is a pair. */
        public Settings(Tokens tokens, int longest, int vocabulary) {
            this(tokens, longest, vocabulary, TextForm.COMPOSED, Skipping.NOTHING);
        }

        /** Checks the values. */
        public Settings {
            if (longest < 1 || vocabulary < 1) {
                throw new IllegalArgumentException(
                        "the longest length and the vocabulary must be at least 1, got "
                                + longest
                                + " and "
                                + vocabulary);
            }
        }
    }

    private final DataSource source;
    private final Map<Split, List<Pair>> splits;
    private final LexiconCodec codec;
    private final boolean changed;

    private PairCorpus(PairFile file, Map<Split, List<Pair>> splits, LexiconCodec codec) {
        this.source = file.source();
        this.splits = splits;
        this.codec = codec;
        this.changed = file.changed();
    }

    /**
     * Reads a file of UTF-8 with a source, a tab and a target on each line.
     *
     * @throws DataException when the file cannot be read, holds a line that is no pair (the message
     *     names line and column), or fewer than {@value #FEWEST} different sources
     */
    public static PairCorpus read(Path file, Settings settings) {
        PairFile read = PairFile.read(file, settings);
        Map<String, Integer> ranks = ranks(read.pairs());
        if (ranks.size() < FEWEST) {
            throw new DataException(
                    String.format(
                                    Locale.ROOT,
                                    "%s has too few lines: %d different sources, and at least %d are needed for",
                                    TextFile.name(file),
                                    ranks.size(),
                                    FEWEST)
                            + " training, validation and test");
        }
        long test = Math.max(1, Math.round(ranks.size() * TEST));
        long held = test + Math.max(1, Math.round(ranks.size() * VALIDATION));
        Map<Split, List<Pair>> splits = new EnumMap<>(Split.class);
        for (Split s : Split.values()) {
            splits.put(s, new ArrayList<>());
        }
        read.pairs().stream()
                .sorted(Comparator.comparingInt(p -> ranks.get(p.source())))
                .forEach(
                        p -> {
                            int rank = ranks.get(p.source());
                            Split split =
                                    rank < test
                                            ? Split.TEST
                                            : rank < held ? Split.VALIDATION : Split.TRAINING;
                            splits.get(split).add(p);
                        });
        splits.replaceAll((_, pairs) -> List.copyOf(pairs));
        return new PairCorpus(read, splits, codec(read.pairs(), splits, settings));
    }

    private static LexiconCodec codec(
            List<Pair> all, Map<Split, List<Pair>> splits, Settings settings) {
        Tokens tokens = settings.tokens();
        List<Pair> trained = splits.get(Split.TRAINING);
        List<String> sources = trained.stream().map(Pair::source).toList();
        List<String> targets = trained.stream().map(Pair::target).toList();
        int longestSource = 0;
        int longestTarget = 0;
        for (Pair p : all) {
            longestSource = Math.max(longestSource, tokens.split(p.source()).size());
            longestTarget = Math.max(longestTarget, tokens.split(p.target()).size());
        }
        return new LexiconCodec(
                Lexicon.of(tokens, sources, settings.vocabulary()).reading(settings.form()),
                Lexicon.of(tokens, targets, settings.vocabulary()).reading(settings.form()),
                longestSource,
                longestTarget + 1);
    }

    private static Map<String, Integer> ranks(List<Pair> pairs) {
        // by text first, so that sources of one hash have an order too
        List<String> ranked =
                new ArrayList<>(new TreeSet<>(pairs.stream().map(Pair::source).toList()));
        ranked.sort(Comparator.comparingLong(s -> Mix.scatter(s.hashCode())));
        Map<String, Integer> ranks = new HashMap<>();
        ranked.forEach(s -> ranks.put(s, ranks.size()));
        return ranks;
    }

    /** Where the pairs came from. */
    public DataSource source() {
        return source;
    }

    /** Their texts as symbols. */
    public LexiconCodec codec() {
        return codec;
    }

    /**
     * The pairs of a split, in the order of their hashes: its beginning is as good a sample as any.
     */
    public List<Pair> pairs(Split split) {
        return splits.get(split);
    }

    /**
     * Batches of the training part, without end. In each epoch every pair comes once, in an order
     * that depends on seed and epoch alone; rows of an epoch's last batch that are left over do not
     * count.
     *
     * @param batch rows B
     * @param seed of the order
     */
    public Batches training(int batch, long seed) {
        List<Pair> pairs = pairs(Split.TRAINING);
        long steps = Math.ceilDiv(pairs.size(), batch);
        Shuffle shuffle = new Shuffle(pairs.size(), seed);
        return new PairBatches(
                codec,
                batch,
                seed,
                steps,
                number -> {
                    long place = number % (steps * batch);
                    long epoch = number / (steps * batch);
                    return place < pairs.size() ? pairs.get(shuffle.of(epoch, (int) place)) : null;
                },
                "pairs");
    }

    /** How many tokens of one side of all pairs are read as its symbol for unknown ones. */
    private long unknown(Lexicon lexicon, Function<Pair, String> side) {
        return splits.values().stream()
                .flatMap(List::stream)
                .mapToLong(p -> lexicon.unknown(side.apply(p)).count())
                .sum();
    }

    private String unknowns() {
        long sources = unknown(codec.source(), Pair::source);
        long targets = unknown(codec.target(), Pair::target);
        return sources + targets == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d others in the sources and %,d in the targets are read as unknown",
                        sources,
                        targets);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d pairs to train on, %d for validation, %d for test; %d source and %d target %s%s%s",
                source.name(),
                pairs(Split.TRAINING).size(),
                pairs(Split.VALIDATION).size(),
                pairs(Split.TEST).size(),
                codec.source().tokens().size(),
                codec.target().tokens().size(),
                codec.source().unit(),
                unknowns(),
                changed ? TextForm.CHANGED : "");
    }
}
