package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextModel;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A language model that reads pieces of a text. The loss is that of the character after each, and
 * steps are counted back from the last that is read.
 */
final class TextFlow implements FlowNetwork {
    private final TextModel model;
    private final int[] text;
    private final int[] targets;
    private final int steps;
    private final int batch;

    /**
     * A language model over a text.
     *
     * @param text as symbols
     * @param before what comes after the character whose loss it is, as symbols; empty for anything
     * @param steps characters T that are read
     * @param batch pieces B
     * @throws UsageException when the text has no such piece
     */
    TextFlow(TextModel model, int[] text, int[] before, int steps, int batch) {
        this.model = model;
        this.text = text;
        this.steps = steps;
        this.batch = batch;
        this.targets =
                IntStream.rangeClosed(steps, text.length - 1 - before.length)
                        .filter(
                                i ->
                                        Arrays.mismatch(
                                                        text,
                                                        i + 1,
                                                        i + 1 + before.length,
                                                        before,
                                                        0,
                                                        before.length)
                                                < 0)
                        .toArray();
        if (targets.length == 0) {
            String unit = model.vocabulary().unit().toString();
            throw new UsageException(
                    before.length == 0
                            ? String.format(
                                    Locale.ROOT,
                                    "the text has %,d %s, and --seq %d needs one more than it reads;"
                                            + " choose fewer, or a longer text with --data",
                                    text.length,
                                    unit,
                                    steps)
                            : String.format(
                                    Locale.ROOT,
                                    "the text of %,d %s has none with --seq %d %s before it and what"
                                            + " --before says after it",
                                    text.length,
                                    unit,
                                    steps,
                                    unit));
        }
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<Variable> variables() {
        return model.program().variables();
    }

    @Override
    public Map<String, Array> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] read = new int[steps * batch];
        int[] next = new int[batch];
        for (int b = 0; b < batch; b++) {
            int target = targets[random.nextInt(targets.length)];
            next[b] = text[target];
            for (int t = 0; t < steps; t++) {
                read[t * batch + b] = text[target - steps + t];
            }
        }
        return Map.of(
                LanguageModel.SYMBOLS,
                Array.of(read, steps, batch),
                LanguageModel.TARGETS,
                Array.of(next, batch));
    }

    @Override
    public Tensor loss(Trace t) {
        Tensor symbols = t.input(LanguageModel.SYMBOLS, DType.I32, steps, batch);
        Tensor next = t.input(LanguageModel.TARGETS, DType.I32, batch);
        LanguageModel reader = model.model();
        Tensor logits = reader.over(symbols, reader.initialState(t.graph(), batch)).logits();
        return CrossEntropy.of(logits.at(0, -1), next).total();
    }
}
