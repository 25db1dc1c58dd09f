package dev.rondo.models.language;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.models.cell.StatePorts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Lets a language model write. Each symbol is drawn from the model's distribution ({@link
 * Sampling}), and the model reads it before the next is drawn.
 *
 * <pre>{@code
 * program = Sampler.addTo(program, model);
 * int[] text = new Sampler(backend.compile(program)).write(prompt, 200, Sampling.at(0.8), seed);
 * }</pre>
 */
public final class Sampler {
    /** The entry that gives the first state. */
    public static final String START = "sample_start";

    /** The entry that reads one symbol and gives the logits of the next. */
    public static final String STEP = "sample_step";

    private static final String SYMBOL = "symbol";
    private static final String LOGITS = "logits";

    private final Executable executable;
    private final OptionalInt never;

    /** Uses an executable of a program that {@link #addTo} extended. */
    public Sampler(Executable executable) {
        this(executable, OptionalInt.empty());
    }

    private Sampler(Executable executable, OptionalInt never) {
        this.executable = executable;
        this.never = never;
    }

    /** A sampler that never writes a symbol, such as that for unknown words, if one is given. */
    public Sampler without(OptionalInt symbol) {
        return new Sampler(executable, symbol);
    }

    /** Adds the entries {@value #START} and {@value #STEP}, for one text at a time. */
    public static Program addTo(Program program, LanguageModel model) {
        Program p = program;
        for (Entry entry : entries(program.dtype(), model)) {
            p = p.with(entry);
        }
        return p;
    }

    /** The entries, for a program or to be added to an executable. */
    public static List<Entry> entries(DType dtype, LanguageModel model) {
        Entry start =
                Entry.trace(
                        START,
                        dtype,
                        t ->
                                StatePorts.output(
                                        t, LanguageModel.STATE, model.initialState(t.graph(), 1)));
        Entry step =
                Entry.trace(
                        STEP,
                        dtype,
                        t -> {
                            StackedCell.State from =
                                    StatePorts.input(
                                            t,
                                            LanguageModel.STATE,
                                            model.initialState(t.graph(), 1));
                            var o = model.step(t.input(SYMBOL, DType.I32, 1), from);
                            t.output(LOGITS, o.logits().at(0, 0));
                            StatePorts.output(t, LanguageModel.STATE, o.last());
                        });
        return List.of(start, step);
    }

    /**
     * Continues a text.
     *
     * @param prompt the symbols that the model reads first, at least one
     * @param count symbols to write
     * @param sampling how each is chosen
     * @param seed the same seed gives the same text
     * @return the written symbols, without the prompt
     * @throws IllegalArgumentException when the prompt is empty, or {@code count} is negative
     */
    public int[] write(int[] prompt, int count, Sampling sampling, long seed) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt needs at least one symbol");
        }
        if (count < 0) {
            throw new IllegalArgumentException("0 or more symbols can be written, got " + count);
        }
        RandomGenerator random = new SplittableRandom(seed);
        Map<String, Array> given =
                new HashMap<>(StatePorts.keep(LanguageModel.STATE, executable.run(START)));
        Array logits = null;
        for (int symbol : prompt) {
            logits = read(symbol, given);
        }
        int[] written = new int[count];
        for (int i = 0; i < count; i++) {
            double[] scores = logits.toDoubles();
            never.ifPresent(s -> scores[s] = Double.NEGATIVE_INFINITY);
            written[i] = sampling.draw(scores, random);
            if (i + 1 < count) {
                logits = read(written[i], given);
            }
        }
        return written;
    }

    private Array read(int symbol, Map<String, Array> given) {
        given.put(SYMBOL, Array.of(new int[] {symbol}));
        Map<String, Array> results = executable.run(STEP, given);
        given.putAll(StatePorts.keep(LanguageModel.STATE, results));
        return results.get(LOGITS);
    }
}
