package dev.rondo.cli.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.training.Batches;

import java.util.List;

/** Pairs that a {@link TranslationTask} learns from. */
public interface TranslationData {
    /** The name in commands and run directories. */
    String name();

    /** What a pair is called, in the singular. */
    String item();

    /** When an item counts as right, and why that means something. */
    String verdict();

    /** A source that the model may be tried with. */
    String example();

    /** The texts as symbols. */
    PairCodec codec();

    /** What a symbol of the target is called. */
    String symbol();

    /** Where the pairs come from. */
    DataSource source();

    /** What a run directory needs to make this again, besides the codec. */
    Configuration configuration();

    /** Pairs to train on. */
    Batches training(int batch, long seed);

    /** Pairs that tell the best model, always the same. */
    List<Pair> validation();

    /** Pairs that tell how good it is, always the same. */
    List<Pair> test();
}
