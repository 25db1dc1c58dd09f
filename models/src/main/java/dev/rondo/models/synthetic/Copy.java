package dev.rondo.models.synthetic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The copy memory task (Hochreiter and Schmidhuber 1997; in this form Arjovsky et al. 2016, section
 * 5.1): ten symbols of eight, T − 1 blanks, a delimiter that says that they are asked for, and ten
 * more steps are read. What is asked for is the blank at the first T + 10 steps, and then the ten
 * symbols in their order.
 *
 * <p>The blank is symbol 0, the others are 1 to 8, and the delimiter is 9, which is never asked
 * for.
 *
 * @param delay T, at least 1
 * @param cue what is read while the symbols are asked for
 */
public record Copy(int delay, Cue cue) implements LabelTask {
    /** What is read while the symbols are asked for. */
    public enum Cue {
        /** Blanks: the delimiter comes once (Arjovsky et al. 2016). */
        ONCE,
        /** Further delimiters (Bai et al. 2018, in their program). */
        THROUGHOUT
    }

    /** Symbols that are to be copied. */
    public static final int COPIED = 10;

    private static final int BLANK = 0;
    private static final int ALPHABET = 8;
    private static final int DELIMITER = ALPHABET + 1;

    /** Checks the delay. */
    public Copy {
        Lengths.checked("T of the copy task", delay, 1);
    }

    @Override
    public int symbols() {
        return DELIMITER + 1;
    }

    @Override
    public int classes() {
        return ALPHABET + 1;
    }

    @Override
    public int length() {
        return delay + 2 * COPIED;
    }

    /**
     * The mean cross-entropy of knowing where the symbols are asked for and nothing of them: 10 ln
     * 8 / (T + 20).
     */
    public double baseline() {
        return COPIED * Math.log(ALPHABET) / length();
    }

    @Override
    public Example draw(RandomGenerator random) {
        int[] symbols = new int[length()];
        int[] targets = new int[length()];
        for (int i = 0; i < COPIED; i++) {
            symbols[i] = BLANK + 1 + random.nextInt(ALPHABET);
            targets[delay + COPIED + i] = symbols[i];
        }
        int cues = cue == Cue.ONCE ? 1 : 1 + COPIED;
        Arrays.fill(symbols, COPIED + delay - 1, COPIED + delay - 1 + cues, DELIMITER);
        return new Example(symbols, targets);
    }
}
