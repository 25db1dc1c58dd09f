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

    /** An example of a source to try the model with. */
    String example();

    /** The texts as symbols. */
    PairCodec codec();

    /** The name of a symbol of the target. */
    String symbol();

    /** The source of the pairs. */
    DataSource source();

    /** What is needed in a run directory to make this again, besides the codec. */
    Configuration configuration();

    /** Pairs to train on. */
    Batches training(int batch, long seed);

    /** Pairs that decide which model is best; always the same. */
    List<Pair> validation();

    /** Pairs that show how good the model is; always the same. */
    List<Pair> test();
}
