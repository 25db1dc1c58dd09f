package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.Console;
import dev.rondo.graph.Entry;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How well a language model predicts a text. It reads the text once, beginning with a state of
 * zeros.
 */
public final class TextScore {
    private static final String ENTRY = "score";

    /** Number of symbols in one run. The state is carried from run to run. */
    private static final int LENGTH = 256;

    private TextScore() {}

    /**
     * The mean loss over all symbols except the first, in nats.
     *
     * @param symbols at least two
     * @throws NonFiniteException when the loss is infinite or NaN
     */
    public static double nats(
            TextModel model,
            Checkpoint checkpoint,
            Backend backend,
            int[] symbols,
            Console console) {
        Entry entry =
                Entry.trace(
                        ENTRY,
                        DType.F32,
                        model.model().evaluating(LENGTH, 1, CrossEntropy.IGNORED));
        try (Executable executable = backend.compile(model.program().with(entry))) {
            Weights.restore(checkpoint, executable, console);
            return nats(executable, entry, symbols);
        }
    }

    private static double nats(Executable executable, Entry entry, int[] symbols) {
        Map<String, Array> feeds = new HashMap<>();
        entry.inputs().forEach((name, t) -> feeds.put(name, Array.zeros(t.dtype(), t.shape())));
        double total = 0;
        for (int at = 0; at < symbols.length - 1; at += LENGTH) {
            int[] read = new int[LENGTH];
            int[] next = new int[LENGTH];
            Arrays.fill(next, CrossEntropy.IGNORED);
            int count = Math.min(LENGTH, symbols.length - 1 - at);
            System.arraycopy(symbols, at, read, 0, count);
            System.arraycopy(symbols, at + 1, next, 0, count);
            feeds.put(LanguageModel.SYMBOLS, Array.of(read, LENGTH, 1));
            feeds.put(LanguageModel.TARGETS, Array.of(next, LENGTH, 1));
            Map<String, Array> results = executable.run(ENTRY, feeds);
            total += results.get("total").item();
            feeds.putAll(StatePorts.keep(LanguageModel.STATE, results));
        }
        if (!Double.isFinite(total)) {
            throw new NonFiniteException(
                    "the model's loss on this text is " + total + ", so it has no score");
        }
        return total / (symbols.length - 1);
    }
}
