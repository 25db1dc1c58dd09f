package dev.rondo.models.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The symbols of a model that reads and writes characters: Unicode code points numbered in a fixed
 * order, and, where wanted, one symbol behind them for every other character. Immutable.
 */
public final class Vocabulary {
    /** What the symbol for unknown characters is written as. */
    public static final int REPLACEMENT = 0xFFFD;

    private final int[] codePoints;
    private final boolean unknown;
    private final TextForm form;
    private final Map<Integer, Integer> rare = new HashMap<>();
    private final int[] frequent = new int[256];

    private Vocabulary(int[] codePoints, boolean unknown, TextForm form) {
        this.codePoints = codePoints;
        this.unknown = unknown;
        this.form = form;
        // most texts are of the first 256 characters; those are found without hashing
        Arrays.fill(frequent, -1);
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (indexOrNone(c) >= 0) {
                throw new IllegalArgumentException(
                        "character " + describe(c) + " is twice in the vocabulary");
            }
            if (c < frequent.length) {
                frequent[c] = i;
            } else {
                rare.put(c, i);
            }
        }
    }

    /**
     * A vocabulary of exactly these characters, in their order.
     *
     * @param characters each once
     * @param unknown whether there is a symbol for all others
     * @throws IllegalArgumentException when a character occurs twice
     */
    public static Vocabulary of(String characters, boolean unknown) {
        return new Vocabulary(characters.codePoints().toArray(), unknown, TextForm.WRITTEN);
    }

    /** The same symbols, for texts in another form. */
    public Vocabulary reading(TextForm form) {
        return new Vocabulary(codePoints, unknown, form);
    }

    /**
     * The characters of a text, ordered by code point.
     *
     * @param leastCount how often a character must occur to have a symbol of its own; if some do
     *     not, there is a symbol for unknown characters
     */
    public static Vocabulary ofText(int[] codePoints, int leastCount) {
        Map<Integer, int[]> counts = new HashMap<>();
        for (int c : codePoints) {
            counts.computeIfAbsent(c, _ -> new int[1])[0]++;
        }
        TreeSet<Integer> kept = new TreeSet<>();
        counts.forEach(
                (c, n) -> {
                    if (n[0] >= leastCount) {
                        kept.add(c);
                    }
                });
        return new Vocabulary(
                kept.stream().mapToInt(Integer::intValue).toArray(),
                kept.size() < counts.size(),
                TextForm.WRITTEN);
    }

    /** Number of symbols, that for unknown characters included. */
    public int size() {
        return codePoints.length + (unknown ? 1 : 0);
    }

    /** The known characters in order: with {@link #hasUnknown}, all that {@link #of} needs. */
    public String characters() {
        return new String(codePoints, 0, codePoints.length);
    }

    /** Whether there is a symbol for unknown characters. */
    public boolean hasUnknown() {
        return unknown;
    }

    /** The form in which it knows text. */
    public TextForm form() {
        return form;
    }

    /** Whether a character has a symbol of its own. */
    public boolean contains(int codePoint) {
        return indexOrNone(codePoint) >= 0;
    }

    private int indexOrNone(int codePoint) {
        return codePoint < frequent.length ? frequent[codePoint] : rare.getOrDefault(codePoint, -1);
    }

    /**
     * The symbols of a text, in the form in which it is known.
     *
     * @throws DataException when a character is unknown and there is no symbol for such; the
     *     message names it and its position
     */
    public int[] encode(String text) {
        return encode(read(text).codePoints().toArray());
    }

    /** A text in the form in which it is known, so that what looks the same is the same. */
    public String read(String text) {
        return form.read(text, t -> t.codePoints().filter(c -> !contains(c)).count());
    }

    /**
     * The symbols of a text given as code points, each as it is.
     *
     * @throws DataException when a character is unknown and there is no symbol for such
     */
    public int[] encode(int[] text) {
        int[] symbols = new int[text.length];
        for (int i = 0; i < text.length; i++) {
            int s = indexOrNone(text[i]);
            if (s < 0) {
                if (!unknown) {
                    throw new DataException(
                            "character "
                                    + (i + 1)
                                    + " of the text, "
                                    + describe(text[i])
                                    + ", does not occur in what the model was trained on");
                }
                s = codePoints.length;
            }
            symbols[i] = s;
        }
        return symbols;
    }

    /**
     * The text of symbols; the one for unknown characters becomes U+FFFD.
     *
     * @throws IllegalArgumentException when there is no such symbol
     */
    public String decode(int... symbols) {
        StringBuilder text = new StringBuilder(symbols.length);
        for (int s : symbols) {
            text.appendCodePoint(codePoint(s));
        }
        return text.toString();
    }

    /**
     * The character of a symbol; {@link #REPLACEMENT} for that of unknown ones.
     *
     * @throws IllegalArgumentException when there is no such symbol
     */
    public int codePoint(int symbol) {
        if (symbol < 0 || symbol >= size()) {
            throw new IllegalArgumentException(
                    "there is no symbol " + symbol + "; the vocabulary has " + size());
        }
        return symbol < codePoints.length ? codePoints[symbol] : REPLACEMENT;
    }

    /** A character as a message shows it. */
    static String describe(int codePoint) {
        String code = String.format(Locale.ROOT, "U+%04X", codePoint);
        return Character.isISOControl(codePoint) || Character.isWhitespace(codePoint)
                ? code
                : "'" + Character.toString(codePoint) + "' (" + code + ")";
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Vocabulary v
                && unknown == v.unknown
                && form == v.form
                && Arrays.equals(codePoints, v.codePoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codePoints) * 31 + Boolean.hashCode(unknown);
    }

    @Override
    public String toString() {
        return size() + " symbols" + (unknown ? ", one of them for unknown characters" : "");
    }
}
