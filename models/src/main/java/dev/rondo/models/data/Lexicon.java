package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The symbols of texts that are cut into {@link Tokens}: the known tokens in a fixed order, and one
 * symbol after them for every other. Immutable.
 */
public final class Lexicon implements TextSymbols {
    /** What the symbol for unknown tokens is written as. */
    public static final String UNKNOWN = Character.toString(Vocabulary.REPLACEMENT);

    private final Tokens unit;
    private final TextForm form;
    private final List<String> tokens;
    private final Map<String, Integer> symbols = new HashMap<>();

    /**
     * A lexicon of these tokens.
     *
     * @throws IllegalArgumentException when one occurs twice
     */
    public Lexicon(Tokens unit, List<String> tokens) {
        this(unit, tokens, TextForm.WRITTEN);
    }

    private Lexicon(Tokens unit, List<String> tokens, TextForm form) {
        this.unit = unit;
        this.form = form;
        this.tokens = List.copyOf(tokens);
        for (String token : this.tokens) {
            if (symbols.putIfAbsent(token, symbols.size()) != null) {
                throw new IllegalArgumentException("'" + token + "' is twice in the lexicon");
            }
        }
    }

    /**
     * The most frequent tokens of texts, in their natural order; of equally frequent ones those
     * that come first in it.
     *
     * @param most how many to know
     */
    public static Lexicon of(Tokens unit, List<String> texts, int most) {
        return of(unit, texts, most, 1);
    }

    /**
     * The same, without tokens that occur seldom.
     *
     * @param most how many to know
     * @param leastCount how often a token must occur to be known
     */
    public static Lexicon of(Tokens unit, List<String> texts, int most, int leastCount) {
        return ofTokens(unit, texts.stream().map(unit::split).toList(), most, leastCount);
    }

    /** The same of texts that are cut already. */
    static Lexicon ofTokens(Tokens unit, List<List<String>> texts, int most, int leastCount) {
        Map<String, int[]> counts = new TreeMap<>();
        for (List<String> text : texts) {
            for (String token : text) {
                counts.computeIfAbsent(token, _ -> new int[1])[0]++;
            }
        }
        counts.values().removeIf(n -> n[0] < leastCount);
        List<String> kept = new ArrayList<>(counts.keySet());
        if (kept.size() > most) {
            // the sort is stable
            kept.sort(Comparator.comparingInt((String t) -> counts.get(t)[0]).reversed());
            kept = new ArrayList<>(kept.subList(0, most));
            kept.sort(Comparator.naturalOrder());
        }
        return new Lexicon(unit, kept);
    }

    /** The same tokens, for texts in another form. */
    public Lexicon reading(TextForm form) {
        return new Lexicon(unit, tokens, form);
    }

    @Override
    public TextForm form() {
        return form;
    }

    @Override
    public Tokens unit() {
        return unit;
    }

    /** The known tokens in order. */
    public List<String> tokens() {
        return tokens;
    }

    @Override
    public int size() {
        return tokens.size() + 1;
    }

    /** The tokens of a text, in the form in which it is known. */
    public List<String> split(String text) {
        return unit.split(read(text));
    }

    @Override
    public String read(String text) {
        return form.read(text, this::countUnknown);
    }

    private long countUnknown(String text) {
        return unit.split(text).stream().filter(t -> !symbols.containsKey(t)).count();
    }

    @Override
    public int[] encode(String text) {
        return split(text).stream()
                .mapToInt(token -> symbols.getOrDefault(token, tokens.size()))
                .toArray();
    }

    @Override
    public OptionalInt unknownSymbol() {
        return OptionalInt.of(tokens.size());
    }

    @Override
    public Optional<Integer> symbol(String name) {
        return Optional.ofNullable(symbols.get(name));
    }

    @Override
    public Unknowns unknown(String text) {
        List<String> all = split(text);
        return Unknowns.of(unit, all.size(), i -> symbols.containsKey(all.get(i)), all::get);
    }

    /** What a symbol stands for; {@link #UNKNOWN} for all that are no known token. */
    public String token(int symbol) {
        return symbol >= 0 && symbol < tokens.size() ? tokens.get(symbol) : UNKNOWN;
    }

    @Override
    public String decode(int... symbols) {
        for (int s : symbols) {
            if (s < 0 || s >= size()) {
                throw new IllegalArgumentException(
                        "there is no symbol " + s + "; the vocabulary has " + size());
            }
        }
        return unit.join(Arrays.stream(symbols).mapToObj(this::token).toList());
    }

    @Override
    public String continued(String text, int... symbols) {
        String written = decode(symbols);
        boolean apart =
                text.isEmpty()
                        || Character.isWhitespace(text.charAt(text.length() - 1))
                        || written.isEmpty()
                        || Character.isWhitespace(written.charAt(0));
        return text + (apart || unit == Tokens.CHARACTERS ? "" : " ") + written;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%,d %ss and one symbol for all others", tokens.size(), unit.one());
    }
}
