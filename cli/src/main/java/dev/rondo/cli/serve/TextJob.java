package dev.rondo.cli.serve;

import dev.rondo.models.language.Sampling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Reads some symbols, and then writes some. A step of it is one row of a run. */
final class TextJob extends Job {
    /**
     * What is written.
     *
     * @param length how many symbols
     * @param sampling how each is chosen
     * @param seed the same seed gives the same symbols
     */
    record Writing(int length, Sampling sampling, long seed) {
        /** Nothing. */
        static final Writing NOTHING = new Writing(0, Sampling.at(0), 0);
    }

    private final Deque<Integer> toRead = new ArrayDeque<>();
    private final Writing writing;
    private final OptionalInt never;
    private final RandomGenerator random;
    private final int[] written;
    private final RowState row;
    private float[] logits;
    private long position;
    private int count;

    /**
     * Work that has not begun.
     *
     * @param from the state to go on from; it stays as it is
     * @param symbols what is read first
     * @param writing what is written then; without logits in {@code from} and without symbols there
     *     is nothing to write from
     * @param never a symbol that is not written
     */
    TextJob(TextState from, int[] symbols, Writing writing, OptionalInt never) {
        this.never = never;
        this.row = from.row().copy();
        this.logits = from.logits();
        this.position = from.position();
        this.writing = writing;
        this.random = new SplittableRandom(writing.seed());
        this.written = new int[writing.length()];
        for (int symbol : symbols) {
            toRead.add(symbol);
        }
        if (toRead.isEmpty()) {
            draw();
        }
    }

    /** One step of some jobs. */
    static void run(TextEngine engine, List<TextJob> jobs) {
        int[] symbols = jobs.stream().mapToInt(j -> j.toRead.peek()).toArray();
        List<float[]> logits = engine.step(symbols, jobs.stream().map(j -> j.row).toList());
        for (int i = 0; i < symbols.length; i++) {
            try {
                jobs.get(i).take(logits.get(i));
            } catch (RuntimeException e) {
                jobs.get(i).fail(e); // the others have nothing to do with it
            }
        }
    }

    private void take(float[] next) {
        toRead.remove();
        position++;
        logits = next;
        if (toRead.isEmpty()) {
            draw();
        }
    }

    private void draw() {
        if (count < written.length) {
            double[] scores = doubles(logits);
            never.ifPresent(symbol -> scores[symbol] = Double.NEGATIVE_INFINITY);
            int symbol = writing.sampling().draw(scores, random);
            written[count++] = symbol;
            toRead.add(symbol);
        }
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Override
    boolean finished() {
        return toRead.isEmpty();
    }

    /** The symbols that were written. */
    int[] written() {
        return Arrays.copyOf(written, count);
    }

    /** How far the text has been read now. */
    TextState state() {
        return new TextState(row, logits, position);
    }
}
