package dev.rondo.models.synthetic;

import java.util.random.RandomGenerator;

/**
 * The temporal order problem for sequences of any length (Pascanu et al. 2013): four distractors,
 * and two symbols A or B among them. The first comes in the second tenth of the sequence, the other
 * in the sixth, as in the authors' program. The class is AA, AB, BA or BB. The symbols are numbered
 * A B c d e f.
 *
 * @param length T, at least 10
 */
public record TemporalOrder(int length) implements ClassTask {
    private static final int RELEVANT = 2;
    private static final int DISTRACTORS = 4;

    /** Checks the length. */
    public TemporalOrder {
        Lengths.checked("T of the temporal order", length, 10);
    }

    @Override
    public int symbols() {
        return RELEVANT + DISTRACTORS;
    }

    @Override
    public int classes() {
        return RELEVANT * RELEVANT;
    }

    @Override
    public int longest() {
        return length;
    }

    @Override
    public Example draw(RandomGenerator random) {
        int[] symbols = new int[length];
        for (int t = 0; t < length; t++) {
            symbols[t] = RELEVANT + random.nextInt(DISTRACTORS);
        }
        int first = random.nextInt(RELEVANT);
        int second = random.nextInt(RELEVANT);
        symbols[place(1, random)] = first;
        symbols[place(5, random)] = second;
        return new Example(symbols, first * RELEVANT + second);
    }

    /** A step of the tenth that begins after so many others. */
    private int place(int tenths, RandomGenerator random) {
        return tenths * length / 10 + random.nextInt(length / 10);
    }
}
