package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.PairCorpus;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.TextForms;
import dev.rondo.models.training.Batches;

import java.nio.file.Path;
import java.util.List;

/** Pairs from a tab-separated file. */
public final class PairsData implements TranslationData {
    /** The name of the task. */
    public static final String NAME = "pairs";

    /** Enough pairs to tell models apart, and few enough to be translated quickly. */
    private static final int MOST_VALIDATED = 1000;

    private final Path file;
    private final PairCorpus.Settings settings;
    private final PairCorpus corpus;

    /** The pairs of a file. */
    public PairsData(Path file, PairCorpus.Settings settings) {
        this.file = file;
        this.settings = settings;
        this.corpus = PairCorpus.read(file, settings);
    }

    /**
     * The pairs of a run that goes on.
     *
     * @param moved where the file is now; null if it has not moved
     */
    public static PairsData resume(Checkpoint checkpoint, Path moved) {
        Configuration model = checkpoint.description().model();
        Configuration c = model.section("data");
        DataFile file = DataFile.parse(c, moved, "--tsv");
        PairsData data =
                new PairsData(
                        file.path(),
                        new PairCorpus.Settings(
                                c.choice("tokens", Tokens.class),
                                c.integer("longest", 1, Integer.MAX_VALUE),
                                c.integer("vocabulary", 1, Integer.MAX_VALUE),
                                TextForms.of(model.section(TranslationModel.CODEC)),
                                file.skipping()));
        SameData.check(checkpoint, file.path(), data.source());
        return data;
    }

    /** The pairs. */
    public PairCorpus corpus() {
        return corpus;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String item() {
        return "pair";
    }

    @Override
    public String verdict() {
        return "are right in every " + symbol() + " (none of their sources occurs in training)";
    }

    @Override
    public String example() {
        return test().getFirst().source();
    }

    @Override
    public PairCodec codec() {
        return corpus.codec();
    }

    @Override
    public String symbol() {
        return settings.tokens().one();
    }

    @Override
    public DataSource source() {
        return corpus.source();
    }

    @Override
    public Configuration configuration() {
        return new DataFile(file, settings.skipping())
                .addTo(Configuration.empty())
                .with("tokens", settings.tokens().toString())
                .with("longest", settings.longest())
                .with("vocabulary", settings.vocabulary());
    }

    @Override
    public Batches training(int batch, long seed) {
        return corpus.training(batch, seed);
    }

    @Override
    public List<Pair> validation() {
        List<Pair> all = corpus.pairs(Split.VALIDATION);
        return all.subList(0, Math.min(MOST_VALIDATED, all.size()));
    }

    @Override
    public List<Pair> test() {
        return corpus.pairs(Split.TEST);
    }
}
