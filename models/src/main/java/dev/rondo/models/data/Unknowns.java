package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * What of a text a model has no symbol for.
 *
 * @param unit what the text was cut into
 * @param total how many of these it has
 * @param symbols the unknown ones, in the order in which they come
 */
public record Unknowns(Tokens unit, int total, List<Symbol> symbols) {
    private static final int MOST_NAMED = 8;

    /** Copies the list. */
    public Unknowns {
        symbols = List.copyOf(symbols);
    }

    /**
     * A character or word.
     *
     * @param text what it is
     * @param first where it comes first, counted from 1
     * @param count how often it comes
     */
    public record Symbol(String text, int first, int count) {
        @Override
        public String toString() {
            boolean character = text.codePointCount(0, text.length()) == 1;
            return (character ? Vocabulary.describe(text.codePointAt(0)) : "'" + text + "'")
                    + (count == 1 ? " at " : ", " + count + " times from ")
                    + first;
        }
    }

    static Unknowns of(Tokens unit, int total, IntPredicate known, IntFunction<String> token) {
        Map<String, int[]> places = new LinkedHashMap<>();
        for (int i = 0; i < total; i++) {
            if (!known.test(i)) {
                int at = i + 1;
                places.computeIfAbsent(token.apply(i), _ -> new int[] {at, 0})[1]++;
            }
        }
        List<Symbol> symbols = new ArrayList<>();
        places.forEach((text, p) -> symbols.add(new Symbol(text, p[0], p[1])));
        return new Unknowns(unit, total, symbols);
    }

    /** Whether all is known. */
    public boolean isEmpty() {
        return symbols.isEmpty();
    }

    /** How many characters or words of the text are unknown. */
    public int count() {
        return symbols.stream().mapToInt(Symbol::count).sum();
    }

    /** What is said where they are replaced; the beginning of a sentence goes before it. */
    public String replaced() {
        return this + ", and are read as one unknown symbol";
    }

    /** How many are unknown, which, and where: the beginning of a sentence goes before it. */
    @Override
    public String toString() {
        String named =
                symbols.stream()
                        .limit(MOST_NAMED)
                        .map(Symbol::toString)
                        .collect(Collectors.joining("; "));
        int more = symbols.size() - MOST_NAMED;
        return String.format(
                Locale.ROOT,
                "%,d of %,d %ss %s not occur in what the model was trained on (%s%s)",
                count(),
                total,
                unit.one(),
                count() == 1 ? "does" : "do",
                named,
                more > 0 ? "; and " + more + " more" : "");
    }
}
