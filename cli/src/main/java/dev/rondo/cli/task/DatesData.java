package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.data.DatePair;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.Split;
import dev.rondo.models.training.Batches;

import java.util.List;

/** Pairs of dates: as people write them, and as ISO dates. */
public final class DatesData implements TranslationData {
    /** The name of the task. */
    public static final String NAME = "dates";

    private static final int TEST_DATES = 5000;
    private static final int VALIDATION_DATES = 1000;
    private static final long VALIDATION_SEED = 1;
    private static final long TEST_SEED = 2;

    private final DateCorpus corpus = DateCorpus.standard();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String item() {
        return "date";
    }

    @Override
    public String verdict() {
        return "are right in all ten characters (none of these dates occurs in training)";
    }

    @Override
    public String example() {
        return "3rd of May 2021";
    }

    @Override
    public PairCodec codec() {
        return DateCorpus.codec();
    }

    @Override
    public String symbol() {
        return "character";
    }

    @Override
    public DataSource source() {
        return corpus.source();
    }

    @Override
    public Configuration configuration() {
        return Configuration.empty();
    }

    @Override
    public Batches training(int batch, long seed) {
        return corpus.training(batch, seed);
    }

    @Override
    public List<Pair> validation() {
        return pairs(Split.VALIDATION, VALIDATION_SEED, VALIDATION_DATES);
    }

    @Override
    public List<Pair> test() {
        return pairs(Split.TEST, TEST_SEED, TEST_DATES);
    }

    private List<Pair> pairs(Split split, long seed, int count) {
        return corpus.pairs(split, seed, count).stream().map(DatePair::pair).toList();
    }
}
