package dev.rondo.models.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The symbols of a model that reads and writes characters: Unicode code points numbered in a fixed
 * order, and, where wanted, one symbol for every other character. Models from elsewhere also have
 * special symbols, such as {@code <pad>}, which no text holds. Immutable.
 */
public final class Vocabulary implements TextSymbols {
    /** What the symbol for unknown characters is written as. */
    public static final int REPLACEMENT = 0xFFFD;

    private static final String UNKNOWN = "<unk>";

    /** Instead of the code point of a special symbol. */
    private static final int SPECIAL = -1;

    private final int[] codePoints;
    private final SortedMap<Integer, String> special;
    private final int unknown;
    private final TextForm form;
    private final Map<Integer, Integer> rare = new HashMap<>();
    private final int[] frequent = new int[256];

    private Vocabulary(int[] codePoints, SortedMap<Integer, String> special, TextForm form) {
        this.codePoints = codePoints;
        this.special = special;
        this.unknown =
                special.entrySet().stream()
                        .filter(e -> e.getValue().matches("(?i)<unk>|\\[unk]"))
                        .mapToInt(Map.Entry::getKey)
                        .findFirst()
                        .orElse(-1);
        this.form = form;
        // most texts are of the first 256 characters; those are found without hashing
        Arrays.fill(frequent, -1);
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (c == SPECIAL) {
                continue;
            }
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
        return of(characters.codePoints().toArray(), unknown);
    }

    private static Vocabulary of(int[] characters, boolean unknown) {
        int[] codePoints = Arrays.copyOf(characters, characters.length + (unknown ? 1 : 0));
        SortedMap<Integer, String> special = new TreeMap<>();
        if (unknown) {
            codePoints[characters.length] = SPECIAL;
            special.put(characters.length, UNKNOWN);
        }
        return new Vocabulary(codePoints, special, TextForm.WRITTEN);
    }

    /**
     * A vocabulary of exactly these symbols, in their order.
     *
     * @param symbols each a character, or the name of a special symbol: several characters in
     *     {@code <>} or {@code []}. Characters that are not among them are read as {@code <unk>},
     *     if that is
     * @throws IllegalArgumentException when one is neither, or occurs twice
     */
    public static Vocabulary of(List<String> symbols) {
        int[] codePoints = new int[symbols.size()];
        SortedMap<Integer, String> special = new TreeMap<>();
        for (int i = 0; i < codePoints.length; i++) {
            String s = symbols.get(i);
            boolean one = s.codePointCount(0, s.length()) == 1;
            if (!one && !s.matches("<.+>|\\[.+]")) {
                throw new IllegalArgumentException(
                        "symbol "
                                + i
                                + " must be one character, or special as <eos> is; found \""
                                + s
                                + "\". The models here read characters, not words");
            }
            if (!one && special.containsValue(s)) {
                throw new IllegalArgumentException(s + " is twice in the vocabulary");
            }
            codePoints[i] = one ? s.codePointAt(0) : SPECIAL;
            if (!one) {
                special.put(i, s);
            }
        }
        return new Vocabulary(codePoints, special, TextForm.WRITTEN);
    }

    /** The same symbols, for texts in another form. */
    public Vocabulary reading(TextForm form) {
        return new Vocabulary(codePoints, special, form);
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
        return of(kept.stream().mapToInt(Integer::intValue).toArray(), kept.size() < counts.size());
    }

    @Override
    public Tokens unit() {
        return Tokens.CHARACTERS;
    }

    @Override
    public int size() {
        return codePoints.length;
    }

    /** The known characters in order. */
    public String characters() {
        StringBuilder all = new StringBuilder();
        Arrays.stream(codePoints).filter(c -> c != SPECIAL).forEach(all::appendCodePoint);
        return all.toString();
    }

    /** All symbols in order, as {@link #of(List)} takes them. */
    public List<String> symbols() {
        return IntStream.range(0, codePoints.length).mapToObj(this::name).toList();
    }

    /**
     * Whether {@link #characters} and {@link #hasUnknown} say all: there is no special symbol but
     * the last, for unknown characters.
     */
    public boolean isPlain() {
        return special.isEmpty() || special.equals(Map.of(codePoints.length - 1, UNKNOWN));
    }

    private String name(int symbol) {
        String name = special.get(symbol);
        return name == null ? Character.toString(codePoints[symbol]) : name;
    }

    @Override
    public Optional<Integer> symbol(String name) {
        int at = symbols().indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(at);
    }

    /** Whether there is a symbol for unknown characters. */
    public boolean hasUnknown() {
        return unknown >= 0;
    }

    @Override
    public OptionalInt unknownSymbol() {
        return hasUnknown() ? OptionalInt.of(unknown) : OptionalInt.empty();
    }

    @Override
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

    @Override
    public int[] encode(String text) {
        return encode(read(text).codePoints().toArray());
    }

    @Override
    public String read(String text) {
        return form.read(text, t -> t.codePoints().filter(c -> !contains(c)).count());
    }

    /**
     * The symbols of a text given as code points, each as it is.
     *
     * @throws DataException when characters are unknown and there is not a symbol for such
     */
    public int[] encode(int[] text) {
        int[] symbols = new int[text.length];
        for (int i = 0; i < text.length; i++) {
            int s = indexOrNone(text[i]);
            symbols[i] = s < 0 ? unknown : s;
            if (symbols[i] < 0) {
                throw new DataException(
                        "there is no symbol for unknown characters, and " + unknown(text));
            }
        }
        return symbols;
    }

    @Override
    public Unknowns unknown(String text) {
        return unknown(read(text).codePoints().toArray());
    }

    private Unknowns unknown(int[] text) {
        return Unknowns.of(
                Tokens.CHARACTERS,
                text.length,
                i -> contains(text[i]),
                i -> Character.toString(text[i]));
    }

    /**
     * The text of symbols; the one for unknown characters becomes U+FFFD, a special one its name.
     *
     * @throws IllegalArgumentException when there is no such symbol
     */
    @Override
    public String decode(int... symbols) {
        StringBuilder text = new StringBuilder(symbols.length);
        for (int s : symbols) {
            check(s);
            text.append(s == unknown ? Character.toString(REPLACEMENT) : name(s));
        }
        return text.toString();
    }

    @Override
    public String continued(String text, int... symbols) {
        return text + decode(symbols);
    }

    /**
     * The character of a symbol; {@link #REPLACEMENT} for that of unknown ones and special ones.
     *
     * @throws IllegalArgumentException when there is no such symbol
     */
    public int codePoint(int symbol) {
        check(symbol);
        return codePoints[symbol] == SPECIAL ? REPLACEMENT : codePoints[symbol];
    }

    private void check(int symbol) {
        if (symbol < 0 || symbol >= size()) {
            throw new IllegalArgumentException(
                    "there is no symbol " + symbol + "; the vocabulary has " + size());
        }
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
                && special.equals(v.special)
                && form == v.form
                && Arrays.equals(codePoints, v.codePoints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codePoints) * 31 + special.hashCode();
    }

    @Override
    public String toString() {
        int others = special.size() - (hasUnknown() ? 1 : 0);
        return size()
                + " symbols"
                + (others > 0 ? ", " + others + " of them special" : "")
                + (hasUnknown() ? ", one of them for unknown characters" : "");
    }
}
